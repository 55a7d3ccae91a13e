import { StrongroomError } from '../../../contract/errors';
import type { ExportSettings, ModelFormat, ModelFormatChoice } from '../../../contract/schemas/exports';
import type { LoadedModel } from '../../model/load';
import type { ExportFormat } from './format';
import { h5Format } from './h5';
import { kerasFormat } from './keras';
import { onnxFormat } from './onnx';
import { pythonFormat } from './python';
import { tfjsFormat } from './tfjs';
import { tfliteFormat } from './tflite';

/** Every format that models are exported in, in the order in which they are offered. */
export const formats: readonly ExportFormat[] = [
  onnxFormat,
  tfliteFormat,
  kerasFormat,
  h5Format,
  tfjsFormat,
  pythonFormat,
];

const named = (list: readonly { name: string }[]): string => list.map(({ name }) => name).join(', ');

/** Throws EXPORT_FORMAT_UNKNOWN. */
export function formatOf(name: ModelFormat): ExportFormat {
  const format = formats.find((one) => one.name === name);
  if (format !== undefined) return format;
  throw new StrongroomError('EXPORT_FORMAT_UNKNOWN', `Models are not exported as ${name}.`, {
    expected: named(formats),
    received: name,
    next: 'Choose one of these formats.',
  });
}

/** Throws EXPORT_FORMAT_UNKNOWN when a format does not do what was asked of it. */
export function requireSettings(
  format: ExportFormat,
  { quantize, scope }: Pick<ExportSettings, 'quantize' | 'scope'>,
): void {
  if (!format.quantizations.some(({ name }) => name === quantize)) {
    throw new StrongroomError(
      'EXPORT_FORMAT_UNKNOWN',
      `${format.title} is not written with weights as ${quantize}.`,
      { expected: named(format.quantizations), received: quantize, next: 'Choose one of these.' },
    );
  }
  if (!format.scopes.includes(scope)) {
    throw new StrongroomError(
      'EXPORT_FORMAT_UNKNOWN',
      `${format.title} is not written as the ${scope} alone.`,
      {
        expected: format.scopes.join(', '),
        received: scope,
        next: 'Choose one of these.',
      },
    );
  }
}

/** A format as it is offered. @param model the one in hand, or null for none in particular. */
export function choiceOf(format: ExportFormat, model: LoadedModel | null): ModelFormatChoice {
  const { name, title, sentence, extension, targets, quantizations, scopes } = format;
  return {
    name,
    title,
    sentence,
    extension,
    targets: [...targets],
    quantizations: [...quantizations],
    scopes: [...scopes],
    refusal: model === null ? null : format.refusal(model),
  };
}
