import type fc from 'fast-check'
import { expectAgreement } from './agreement.ts'
import type { SessionModel } from './session-model.ts'
import type { World } from './world.ts'

/** One thing that happens, to the model and to the real BFFs. */
export interface Step {
  /** A sentence; counterexamples are made of these. */
  text: string
  /** Whether it can happen now. Default: always. */
  canRun?(model: Readonly<SessionModel>): boolean
  /** Does it to both, and compares what the real one answers with what the model says. */
  run(model: SessionModel, world: World): Promise<void>
}

export type Command = fc.AsyncCommand<SessionModel, World>

/** Makes a command that ends with comparing everything that can be seen. */
export function command(step: Step): Command {
  return {
    check: (model) => step.canRun?.(model) ?? true,
    async run(model, world) {
      await step.run(model, world)
      await expectAgreement(model, world)
    },
    toString: () => `\n  ${step.text}`,
  }
}
