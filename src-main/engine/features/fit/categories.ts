import { embeddingWidth, mostCategories } from '../../../contract/planning';
import type { FeatureSettings, TextTransform, TransformOf } from '../../../contract/schemas/features';
import type { Database } from '../../data/database';
import type { TextFeature } from '../fitted';
import { bucketOf } from '../hash';
import { fitCategory } from './category';
import { fitFrequency } from './frequency';
import { fitOrdinal } from './ordinal';
import { fitTokens } from './tokens';
import { fitWords } from './words';
import { fitTargetEncoding, type EncodedTarget } from './target-encoding';

/** Fits a category as was chosen for it. @param rows what follows FROM: the training rows. */
export async function fitText(
  database: Database,
  rows: string,
  column: string,
  choice: TransformOf<TextTransform>,
  features: FeatureSettings,
  target: EncodedTarget,
  seed: number,
): Promise<TextFeature> {
  if (choice.transform === 'words') return fitWords(database, rows, column, choice);
  if (choice.transform === 'tokens') return fitTokens(database, rows, column, choice);
  const category = await fitCategory(database, rows, column, mostCategories(features, choice));
  const { vocabulary } = category;
  switch (choice.transform) {
    case 'one-hot':
      return category;
    case 'ordinal':
      return fitOrdinal(column, vocabulary);
    case 'frequency':
      return fitFrequency(database, rows, column, vocabulary);
    case 'target':
      return fitTargetEncoding(database, rows, column, vocabulary, choice, target, seed);
    case 'hashing':
      return {
        kind: 'buckets',
        column,
        vocabulary,
        buckets: vocabulary.map((text) => bucketOf(text, choice.buckets) + 1),
        size: choice.buckets,
      };
    case 'embedding':
      return { kind: 'embedding', column, vocabulary, width: embeddingWidth(choice, vocabulary.length + 1) };
  }
}
