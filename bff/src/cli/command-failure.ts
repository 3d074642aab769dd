/** A command cannot be carried out for a reason outside its configuration; the message is shown as it is. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
}
