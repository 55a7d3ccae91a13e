import type { Attachment } from 'svelte/attachments';
import { placeBeside } from './floating';

const delayMilliseconds = 350;
let lastId = 0;

/**
 * An attachment that explains an element in a floating line, on hover and on keyboard focus. Esc hides it.
 * It describes the element for screen readers too.
 */
export function tooltip(text: string | null | undefined): Attachment<HTMLElement> {
  return (element) => {
    if (text === null || text === undefined || text === '') return;
    lastId += 1;
    const bubble = document.createElement('div');
    bubble.id = `tooltip-${String(lastId)}`;
    bubble.className = 'tooltip';
    bubble.setAttribute('role', 'tooltip');
    bubble.popover = 'manual';
    bubble.textContent = text;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const show = (): void => {
      // Inside the same dialog as the element, else it would stand below the dialog.
      (element.closest('dialog') ?? document.body).append(bubble);
      bubble.showPopover();
      const place = placeBeside(element.getBoundingClientRect(), bubble.getBoundingClientRect(), {
        width: window.innerWidth,
        height: window.innerHeight,
      });
      bubble.style.left = `${String(place.left)}px`;
      bubble.style.top = `${String(place.top)}px`;
      element.setAttribute('aria-describedby', bubble.id);
    };
    const hide = (): void => {
      clearTimeout(timer);
      bubble.remove();
      element.removeAttribute('aria-describedby');
    };
    const soon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(show, delayMilliseconds);
    };
    const focused = (): void => {
      if (element.matches(':focus-visible')) show();
    };
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    element.addEventListener('pointerenter', soon);
    element.addEventListener('pointerleave', hide);
    element.addEventListener('pointerdown', hide);
    element.addEventListener('focus', focused);
    element.addEventListener('blur', hide);
    element.addEventListener('keydown', pressed);
    return () => {
      hide();
      element.removeEventListener('pointerenter', soon);
      element.removeEventListener('pointerleave', hide);
      element.removeEventListener('pointerdown', hide);
      element.removeEventListener('focus', focused);
      element.removeEventListener('blur', hide);
      element.removeEventListener('keydown', pressed);
    };
  };
}
