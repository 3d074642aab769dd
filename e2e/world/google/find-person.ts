import { PEOPLE, type Person } from '../seed.ts'

/** Finds who a `sub` or an e-mail address belongs to; absent for anything else. */
export function findPerson(hint: unknown): Person | undefined {
  return PEOPLE.find(({ googleSub, email }) => hint === googleSub || hint === email)
}
