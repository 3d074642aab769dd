import type Provider from 'oidc-provider'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/**
 * Makes the chosen person the signed-in one before the sign-in goes on.
 *
 * Left alone, oidc-provider would sign the previous person out first, with a form that a script submits.
 * Google keeps everyone signed in and only switches.
 */
export async function switchAccount(
  provider: Provider,
  interaction: Interaction,
  accountId: string,
): Promise<void> {
  const bound = interaction.session
  if (!bound || bound.accountId === accountId) return
  const session = await provider.Session.findByUid(bound.uid)
  if (!session) return

  session.loginAccount({ accountId })
  await session.persist()
  bound.accountId = accountId
  await interaction.persist()
}
