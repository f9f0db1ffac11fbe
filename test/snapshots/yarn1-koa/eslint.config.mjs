import { fileURLToPath } from 'node:url'

import js from '@eslint/js'
import { defineConfig, globalIgnores, includeIgnoreFile } from 'eslint/config'
import globals from 'globals'

export default defineConfig([
  includeIgnoreFile(fileURLToPath(new URL('.gitignore', import.meta.url))),
  globalIgnores(['load/']),
  js.configs.recommended,
  {
    languageOptions: {
      globals: globals.node,
    },
  },
  { files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },
])
