import type { NodePlopAPI } from 'node-plop'

/** `npm run plop new-artifact`: the two folders of an artifact and its test, for contributors. @param home root of this repository */
export function newArtifact(plop: NodePlopAPI, home: string): void {
  const from = `${home}templates/_new-artifact/`
  plop.setGenerator('new-artifact', {
    description: 'the folders of a new artifact (contributors)',
    prompts: [
      { type: 'input', name: 'category', message: 'Category, such as governance' },
      { type: 'input', name: 'name', message: 'Name, such as support' },
      { type: 'input', name: 'title', message: 'Title, as people read it' },
      { type: 'input', name: 'file', message: 'File that it writes, such as SUPPORT.md' },
    ],
    actions: [
      { type: 'add', path: `${home}generators/{{category}}/{{name}}/index.ts`, templateFile: `${from}index.ts.hbs` },
      { type: 'add', path: `${home}generators/{{category}}/{{name}}/audit.ts`, templateFile: `${from}audit.ts.hbs` },
      { type: 'add', path: `${home}templates/{{category}}/{{name}}/{{file}}.hbs`, templateFile: `${from}template.hbs` },
      { type: 'add', path: `${home}test/unit/{{category}}/{{name}}.test.ts`, templateFile: `${from}test.ts.hbs` },
    ],
  })
}
