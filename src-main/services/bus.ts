import type { EventName, EventPayload } from '../contract/events';
import type { EventListener } from './backend';

/** Where services tell what changed, and hosts listen. */
export class EventBus {
  private readonly listeners = new Set<EventListener>();

  subscribe(listener: EventListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  emit<Name extends EventName>(event: Name, payload: EventPayload<Name>): void {
    for (const listener of this.listeners) listener(event, payload);
  }
}
