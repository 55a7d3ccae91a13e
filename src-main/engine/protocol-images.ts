import type { RejectedRow } from '../contract/schemas/data';
import type { ImageFit } from '../contract/schemas/features';
import type { ContactSheet, Thumbnail } from '../contract/schemas/images';
import type { UnreadableCell } from '../contract/schemas/decisions';
import type { Column } from '../contract/schemas/data';

/** A shape that pictures are brought to. */
export interface ImageShape {
  height: number;
  width: number;
  /** 1 grey, 3 red, green and blue. */
  channels: 1 | 3;
  fit: ImageFit;
}

/** A column of pictures with the shape that it is learned in. */
export interface ShapedColumn {
  column: string;
  shape: ImageShape;
}

/** What has to do with pictures: role images, but for the last two. */
export interface ImageTasks {
  /** What a folder or a zip archive holds. */
  'survey-files': {
    params: { source: string; name: string };
    result: {
      images: number;
      tables: string[];
      files: number;
      /** The first pictures with the labels that their folders are. */
      paths: { path: string; label: string }[];
      bytes: number;
    };
  };
  /**
   * Reads the pictures of a folder or a zip archive and packs them into `directory`: images.bin and images.json. With
   * `table`, a CSV of them is written: what stands for each (in a column called `column`, else image), the label that its folder is, and its path. With `wanted`,
   * only those are read that these texts name, by path or by a name that one file has alone. Pictures that cannot be
   * read are rejected. Throws IMAGES_NOT_FOUND, FILE_TOO_LARGE, FILE_DAMAGED.
   */
  'gather-images': {
    params: {
      source: string;
      name: string;
      directory: string;
      table?: string;
      wanted?: string[];
      column?: string;
    };
    result: {
      /** Different ones. */
      images: number;
      /** What stands for the picture that each wanted text names. */
      references: Record<string, string>;
      /** Why a picture that a wanted text names cannot be read. */
      reasons: Record<string, string>;
      /** The first ones; `line` is the place among the pictures. */
      rejected: RejectedRow[];
      rejectedCount: number;
      bytes: number;
      /** Files that are no pictures. */
      others: number;
      /** Whether the folders say which part of the split a picture is in. */
      hasParts: boolean;
    };
  };
  /** Writes every packed picture in some shapes into `directory`: one `pixelsName` file each. */
  'resize-images': {
    params: { images: string; shapes: ImageShape[]; directory: string };
    result: { images: number };
  };
  thumbnails: { params: { images: string; references: string[] }; result: { thumbnails: Thumbnail[] } };
  'show-image': {
    params: { images: string; reference: string; side: number };
    result: { image: Thumbnail };
  };
  /** role data: some pictures of each value of another column, chosen by the seed of the reference. */
  'contact-sheet': {
    params: { parquet: string; images: string; by: string | null };
    result: ContactSheet;
  };
  /** role data: columns of words whose values may be paths of pictures, with the different ones. */
  'image-paths': {
    params: { parquet: string; columns: readonly string[] | null };
    result: { columns: { name: string; paths: string[] }[] };
  };
  /**
   * role data: writes the table again with what stands for pictures in place of their paths. Values that name no picture
   * become missing; the first of each column are named.
   */
  'place-images': {
    params: {
      parquet: string;
      path: string;
      columns: { name: string; references: Record<string, string>; reasons: Record<string, string> }[];
    };
    result: { columns: Column[]; unreadable: UnreadableCell[]; missing: { column: string; rows: number }[] };
  };
}
