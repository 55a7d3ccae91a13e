const storageKey = 'strongroom.theme';
export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** The chosen theme, remembered on this machine; `system` follows the operating system. */
export class Theme {
  choice = $state<ThemeChoice>('system');

  constructor() {
    const stored = localStorage.getItem(storageKey);
    this.set(themeChoices.find((choice) => choice === stored) ?? 'system');
  }

  set(choice: ThemeChoice): void {
    this.choice = choice;
    localStorage.setItem(storageKey, choice);
    if (choice === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = choice;
  }
}
