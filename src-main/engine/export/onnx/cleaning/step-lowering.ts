import type { z } from 'zod';
import type { StepKind } from '../../../../contract/cleaning';
import { NotInGraph } from './cells';
import type { CellTable } from './cells';

/** How a kind of cleaning step is done in the graph. */
export interface StepLowering {
  readonly kind: StepKind;
  /** Changes the table as the step does. Throws NotInGraph where ONNX cannot do it to the last cell. */
  lower(step: unknown, learned: unknown, table: CellTable): void;
}

interface Typed<Parameters, Learned> {
  kind: StepKind;
  parameters: z.ZodType<Parameters>;
  /** What the step learned, as far as it is needed. */
  learned: z.ZodType<Learned>;
  lower(parameters: Parameters, learned: Learned, table: CellTable): void;
}

/** A lowering whose parameters and learned values are read by their schemas. */
export function stepLowering<Parameters, Learned>({
  kind,
  parameters,
  learned: schema,
  lower,
}: Typed<Parameters, Learned>): StepLowering {
  return {
    kind,
    lower: (step, learned, table) => {
      const known = schema.safeParse(learned);
      if (!known.success) throw new NotInGraph('what the step learned is of another kind');
      lower(parameters.parse(step), known.data, table);
    },
  };
}
