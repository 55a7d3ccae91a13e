import { z } from 'zod';
import { datePartEncodingSchema, datePartSchema } from '../../../contract/schemas/features';

const scaling = { center: z.number(), scale: z.number() };
const moment = {
  /** Seconds since 1970 that stand for missing: the median. */
  median: z.number(),
  indicator: z.boolean(),
};

/** Dates and moments: sine and cosine of the parts that vary in training, and the standardised time itself. */
export const fittedMomentSchema = z.object({
  column: z.string(),
  kind: z.literal('moment'),
  parts: z.array(z.enum(['month-of-year', 'day-of-month', 'day-of-week', 'hour-of-day'])),
  /** Days since 1970: (days - center) / scale. */
  ...scaling,
  ...moment,
});

/** Chosen parts of a date or moment, and the standardised time if asked for. */
export const fittedCalendarSchema = z.object({
  kind: z.literal('calendar'),
  column: z.string(),
  parts: z.array(datePartSchema),
  as: datePartEncodingSchema,
  /** Days since 1970: (days - center) / scale. */
  elapsed: z.object(scaling).nullable(),
  /** (year - center) / scale. */
  years: z.object(scaling),
  ...moment,
});

/** Every fitted transform of a date or moment. */
export const momentSchemas = [fittedMomentSchema, fittedCalendarSchema] as const;

export type FittedMoment = z.infer<typeof fittedMomentSchema>;
export type FittedCalendar = z.infer<typeof fittedCalendarSchema>;
