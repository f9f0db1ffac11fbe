import { describe, expect, it } from 'vitest'
import { contextOf, leavesBehind } from '../../../src/contract/dockerfile-context.ts'
import { memory } from '../../../src/workspace/index.ts'

describe('a Dockerfile that is there already', () => {
  it.each([
    ['COPY api/package.json web ./', '.'],
    ['COPY package.json ./', 'api'],
    ['COPY start.sh /', 'deploy'],
    ['COPY nowhere.txt /', 'api'],
    ['COPY api/package.json \\\n  web/ \\\n  ./', '.'],
    ['COPY --chown=1000 ["api/package.json", "web", "./"]', '.'],
  ])('is built in the first folder that has all that it copies: %s', (text, folder) => {
    const ws = memory({ 'deploy/Dockerfile': text, 'deploy/start.sh': '', 'api/package.json': '', 'web/a.html': '' })
    expect(contextOf(ws, 'deploy/Dockerfile', 'api')).toBe(folder)
  })

  it.each([
    ['COPY Cargo.* .\nCOPY ferry.rs ferry.rs', 'ferry.rs', 'prod_ready.rs', 2],
    ['COPY package*.json server.js ./', 'server.js', 'prod-ready.js', 1],
    ['COPY ./api/server.js ./', 'api/server.js', 'api/prod-ready.js', 1],
    ['COPY ["server.js", "./"]', 'server.js', 'prod-ready.js', 1],
    ['RUN <<EOF\nCOPY server.js ./\nEOF', 'server.js', 'prod-ready.js', undefined],
    ['COPY . .\nCOPY server.js ./', 'server.js', 'prod-ready.js', undefined],
    ['COPY *.js ./\nCOPY server.js ./', 'server.js', 'prod-ready.js', undefined],
    ['COPY src ./src\nCOPY src/main.rs ./src/main.rs', 'src/main.rs', 'src/prod_ready.rs', undefined],
    ['COPY src ./src', 'api/src/main.rs', 'api/src/prod_ready.rs', undefined],
    ['COPY --from=build /app/server.js ./', 'server.js', 'prod-ready.js', undefined],
    ['ARG APP\nCOPY $APP ./\nCOPY server.js ./', 'server.js', 'prod-ready.js', undefined],
  ])('%j leaves a new file behind where it takes others by name only', (text, beside, file, line) => {
    expect(leavesBehind(text, beside, file)).toBe(line)
  })
})
