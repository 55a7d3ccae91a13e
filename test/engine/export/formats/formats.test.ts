import { describe, expect, it } from 'vitest';
import { modelFormatChoiceSchema } from '../../../../src-main/contract/schemas/exports';
import { choiceOf, formatOf, formats, requireSettings } from '../../../../src-main/engine/export/formats';
import { openExport } from '../../../../src-main/engine/export/verify/runtimes';

describe('the formats that models are exported in', () => {
  it('have names of their own and can be offered', () => {
    expect(new Set(formats.map(({ name }) => name)).size).toBe(formats.length);
    for (const format of formats) {
      expect(modelFormatChoiceSchema.parse(choiceOf(format, null))).toMatchObject({ name: format.name });
      expect(formatOf(format.name)).toBe(format);
    }
  });

  it('all have a run time that opens them', async () => {
    for (const { name } of formats) {
      await expect(openExport(name, '/no/such/file')).rejects.not.toMatchObject({
        code: 'EXPORT_FORMAT_UNKNOWN',
      });
    }
  });

  it('first keep the weights as they were trained, with the tolerance of other converters', () => {
    for (const { quantizations } of formats) {
      expect(quantizations[0]).toMatchObject({
        name: 'none',
        allowance: { difference: 1e-5, changedDecisions: 0 },
      });
    }
  });

  it('refuse what they do not do, by name', () => {
    const format = { ...formatOf('onnx'), quantizations: formatOf('onnx').quantizations.slice(0, 1) };
    expect(() => requireSettings(format, { quantize: 'int8', scope: 'pipeline' })).toThrow(
      expect.objectContaining({ code: 'EXPORT_FORMAT_UNKNOWN', expected: 'none', received: 'int8' }),
    );
    expect(() =>
      requireSettings({ ...format, scopes: ['pipeline'] }, { quantize: 'none', scope: 'network' }),
    ).toThrow(expect.objectContaining({ code: 'EXPORT_FORMAT_UNKNOWN' }));
  });
});
