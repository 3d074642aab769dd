/** Whether suites that have a long form run it; `npm run test:long` asks for that. */
export const isLongForm: boolean = process.env.COATCHECK_LONG === '1'
