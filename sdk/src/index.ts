export type { Problem, ProblemCode } from './wire.ts'
