import { unsupportedLayer } from './errors';
import type { GraphLayer, Setting, Settings } from './graph';

/** What a layer of any kind may have that says nothing of how it computes. */
const silent =
  /^(name|dtype|batch_input_shape|batch_shape|input_shape|input_dtype|input_length|autocast|implementation|quantization_config|seed|time_major|synchronized|ragged|sparse|optional|.*_(initializer|regularizer|constraint))$/;

const isSame = (one: Setting | undefined, other: Setting): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Which settings of a layer mean the same in every library, and which are read only where they change nothing. */
export interface SettingRule {
  /** Taken over as they are. */
  same: readonly string[];
  /** Values that stand for what the layer does anyway; any other is refused. */
  neutral?: Readonly<Record<string, readonly Setting[]>>;
}

/**
 * The settings that count. Null is the same as left out.
 * @throws LAYER_NOT_SUPPORTED for a setting that would change what is computed and that is not known here.
 */
export function pickSettings(
  { name, className, settings }: GraphLayer,
  { same, neutral = {} }: SettingRule,
): Settings {
  const picked: Settings = {};
  for (const [key, value] of Object.entries(settings)) {
    if (key === 'trainable') {
      if (value === false) picked[key] = false;
    } else if (same.includes(key)) {
      if (value !== null) picked[key] = value;
    } else if (Object.hasOwn(neutral, key)) {
      if (value !== null && neutral[key]?.some((allowed) => isSame(value, allowed)) !== true) {
        throw unsupportedLayer(
          name,
          className,
          `has the setting ${key} = ${JSON.stringify(value)}, which can not be computed`,
        );
      }
    } else if (value !== null && value !== false && !silent.test(key)) {
      throw unsupportedLayer(name, className, `has the setting ${key}, which is not known`);
    }
  }
  return picked;
}

export function textOf(settings: Settings, key: string, fallback: string): string {
  const value = settings[key];
  return typeof value === 'string' ? value : fallback;
}

export function numberOf(settings: Settings, key: string, fallback: number): number {
  const value = settings[key];
  return typeof value === 'number' ? value : fallback;
}

export function flagOf(settings: Settings, key: string, fallback: boolean): boolean {
  const value = settings[key];
  return typeof value === 'boolean' ? value : fallback;
}

export const isObject = (value: unknown): value is Record<string, Setting> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Settings without some of them. */
export function without(settings: Settings, ...keys: string[]): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !keys.includes(key)));
}
