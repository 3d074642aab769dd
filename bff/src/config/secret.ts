import { z } from 'zod'

/** A secret as written in the configuration: itself, or where to read it. */
export const secretSchema = z.union([
  z.string().min(1),
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
])

/** A secret value, `{ env: 'NAME' }` or `{ file: '/run/secrets/name' }`. */
export type Secret = z.infer<typeof secretSchema>
