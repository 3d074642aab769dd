import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'

export default defineConfig({
  plugins: [
    react(),
    // The BFF serves files as they lie: compressed once here, not on every request there.
    compression({ algorithms: ['gzip', 'brotliCompress'], exclude: [/\.(png|jpg|woff2)$/] }),
  ],
  build: {
    // An inlined asset is a data: URL, and the page's CSP allows those for pictures only.
    assetsInlineLimit: 0,
    sourcemap: false,
  },
})
