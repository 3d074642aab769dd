import { readFileSync } from 'node:fs'
import { Router } from 'express'
import { ACCOUNTS } from '../data/account.ts'
import { avatar } from './avatar.ts'

const STYLE_SHEET = readFileSync(new URL('./emulator.css', import.meta.url), 'utf8')

/** Serves the style sheet of the pages and everybody's picture. */
export function assetRoutes(): Router {
  const router = Router()
  router.get('/assets/emulator.css', (_req, res) => {
    res.type('css').set('X-Content-Type-Options', 'nosniff').send(STYLE_SHEET)
  })
  router.get('/avatars/u/:id', (req, res) => {
    const account = ACCOUNTS.find((candidate) => String(candidate.id) === req.params.id)
    if (!account) {
      res.status(404).type('text').send('Not Found')
      return
    }
    res.type('svg').send(avatar(account).markup)
  })
  return router
}
