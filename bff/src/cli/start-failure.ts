/** The process cannot start for a reason outside its configuration; the message is shown as it is. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
}
