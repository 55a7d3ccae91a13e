import type { IconName } from './icons';

/** One thing that can be done, in a menu. */
export interface MenuItem {
  label: string;
  icon?: IconName;
  keys?: string;
  /** Why it cannot be done now. */
  disabled?: string;
  /** Whether a line stands above it. */
  separated?: boolean;
  run: () => void;
}

/** What a menu stands beside: a box, or a point as a box without extent. */
export interface MenuAnchor {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const atPointer = ({ clientX: x, clientY: y }: MouseEvent): MenuAnchor => ({
  left: x,
  top: y,
  right: x,
  bottom: y,
});
