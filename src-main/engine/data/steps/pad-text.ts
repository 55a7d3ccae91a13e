import { padText } from '../../../contract/cleaning/steps/pad-text';
import { StrongroomError } from '../../../contract/errors';
import { literal } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { replacingTexts } from './texts';

export const padTextStep = implementStep(
  padText,
  plain(({ columns, length, character, side }, table) => {
    if ([...character].length !== 1) {
      throw new StrongroomError('STEP_INVALID', 'Texts are padded with one character.', {
        expected: 'one character, such as 0',
        received: character,
        next: 'Type one character.',
      });
    }
    const fill = (text: string): string =>
      `repeat(${literal(character)}, greatest(0, ${String(length)} - length(${text})))`;
    return replacingTexts(columns, table, (text) =>
      side === 'start' ? `${fill(text)} || ${text}` : `${text} || ${fill(text)}`,
    );
  }),
);
