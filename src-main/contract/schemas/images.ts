import { z } from 'zod';

/** Formats of pictures that are read. */
export const imageFormats = ['png', 'jpeg', 'webp', 'gif', 'bmp'] as const;
export const imageFormatSchema = z.enum(imageFormats);
export type ImageFormat = z.infer<typeof imageFormatSchema>;

/** What a cell of a column of pictures holds: this, and the beginning of the SHA-256 of the picture's file. */
export const imagePrefix = 'image:';
/** Hexadecimal digits that follow. */
export const imageDigits = 40;
/** Anything else names no picture. */
export const imageReferenceSchema = z.string().max(64);
export const isImageReference = (text: string): boolean => /^image:[0-9a-f]{40}$/.test(text);

const spanSchema = z.object({ minimum: z.number(), median: z.number(), maximum: z.number() });

/** What is known of the pictures of a column. */
export const imageFactsSchema = z.object({
  /** Different pictures. */
  images: z.number(),
  width: spanSchema,
  height: spanSchema,
  formats: z.array(z.object({ format: imageFormatSchema, count: z.number() })),
  /** Without colour. */
  grey: z.number(),
  /** With transparent points. */
  transparent: z.number(),
  /** Of all files together. */
  bytes: z.number(),
});
export type ImageFacts = z.infer<typeof imageFactsSchema>;

/** One picture, small enough for a table. */
export const thumbnailSchema = z.object({
  reference: z.string(),
  /** A data URL. */
  url: z.string(),
  /** Of the picture itself, upright. */
  width: z.number(),
  height: z.number(),
  format: imageFormatSchema,
  /** Where it came from: its path in the folder. */
  path: z.string(),
  bytes: z.number(),
});
export type Thumbnail = z.infer<typeof thumbnailSchema>;

/** Some pictures of each value of another column. */
export const contactSheetSchema = z.object({
  groups: z.array(
    z.object({
      /** Null for rows without a value, and where nothing groups them. */
      value: z.string().nullable(),
      rows: z.number(),
      references: z.array(z.string()),
    }),
  ),
});
export type ContactSheet = z.infer<typeof contactSheetSchema>;
