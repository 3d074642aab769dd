import type { Request } from 'express'
import { ApiError, type FieldProblem, validationFailed } from './api-error.ts'

/** Reads the fields of a JSON body and collects what is wrong with them. */
export interface RequestFields {
  /** Absent when the field is not there or has another type; the latter is noted as a problem. */
  text(field: string): string | undefined
  /** Like `text`, where null is a value of its own. */
  nullableText(field: string): string | null | undefined
  /** Like `nullableText`, for whole numbers. */
  nullableNumber(field: string): number | null | undefined
  /** One of the listed words; null counts as absent. */
  choice<T extends string>(field: string, options: readonly T[]): T | undefined
  /** A list of names, written as strings or as objects with a `name`. */
  names(field: string): string[] | undefined
  has(field: string): boolean
  note(field: string, code: FieldProblem['code']): void
  /** @throws {ApiError} 422 with every problem noted so far. */
  assertValid(): void
}

/**
 * Opens a request's body for reading.
 *
 * @param resource What the problems are reported on, like `Issue`.
 * @throws {ApiError} 400: the body is not a JSON object.
 */
export function readFields(req: Request, resource: string): RequestFields {
  const body: unknown = req.body
  if (!isRecord(body)) throw new ApiError(400, 'Body should be a JSON object')
  const problems: FieldProblem[] = []
  const has = (field: string) => body[field] !== undefined
  const note = (field: string, code: FieldProblem['code']) => {
    problems.push({ resource, field, code, ...(has(field) ? { value: body[field] } : {}) })
  }
  const read = <T>(field: string, isFit: (value: unknown) => value is T): T | undefined => {
    const value = body[field]
    if (value === undefined || isFit(value)) return value
    note(field, 'invalid')
    return undefined
  }
  return {
    has,
    note,
    text: (field) => read(field, isText),
    nullableText: (field) => read(field, (value) => value === null || isText(value)),
    nullableNumber: (field) => read(field, (value) => value === null || isWholeNumber(value)),
    choice: <T extends string>(field: string, options: readonly T[]) => {
      if (body[field] === null) return undefined
      return read(field, (value): value is T => options.some((option) => option === value))
    },
    names: (field) => {
      const names = read(field, Array.isArray)?.map((item: unknown) => (isRecord(item) ? item.name : item))
      if (names?.every(isText)) return names
      if (names) note(field, 'invalid')
      return undefined
    },
    assertValid: () => {
      if (problems.length > 0) throw validationFailed(...problems)
    },
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isWholeNumber(value: unknown): value is number {
  return Number.isInteger(value)
}
