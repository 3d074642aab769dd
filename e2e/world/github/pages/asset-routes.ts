import { readFileSync } from 'node:fs'
import { Router } from 'express'
import { ACCOUNTS } from '../data/account.ts'
import { avatar } from './avatar.ts'

const ASSETS = ['emulator.css', 'emulator.svg'] as const

/** Serves the style sheet and icon of the pages, and everybody's picture. */
export function assetRoutes(): Router {
  const router = Router()
  for (const name of ASSETS) {
    const content = readFileSync(new URL(name, import.meta.url), 'utf8')
    router.get(`/assets/${name}`, (_req, res) => {
      res.type(name).set('X-Content-Type-Options', 'nosniff').send(content)
    })
  }
  router.get('/avatars/u/:id', (req, res, next) => {
    const account = ACCOUNTS.find((candidate) => String(candidate.id) === req.params.id)
    if (!account) return next()
    res.type('svg').send(avatar(account).markup)
  })
  return router
}
