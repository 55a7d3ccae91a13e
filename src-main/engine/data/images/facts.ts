import type { Profile } from '../../../contract/schemas/data';
import type { Database } from '../database';
import { identifier } from '../sql';
import { imageFacts, readPackIndex } from './pack';

/**
 * A profile with what is known of its pictures.
 * @param folder where they are packed.
 */
export async function withImageFacts(
  database: Database,
  relation: string,
  profile: Profile,
  folder: string,
): Promise<Profile> {
  if (!profile.columns.some(({ type }) => type === 'image')) return profile;
  const known = new Map((await readPackIndex(folder)).map((image) => [image.reference, image]));
  const columns: Profile['columns'] = [];
  for (const column of profile.columns) {
    if (column.type !== 'image') {
      columns.push(column);
      continue;
    }
    const name = identifier(column.name);
    const images = [];
    for await (const [chunk = []] of database.chunks(
      `SELECT DISTINCT ${name} FROM ${relation} WHERE ${name} IS NOT NULL ORDER BY 1`,
    ))
      for (const reference of chunk) {
        const image = known.get(String(reference));
        if (image !== undefined) images.push(image);
      }
    columns.push({ ...column, images: imageFacts(images) });
  }
  return { ...profile, columns };
}
