import { certain, gitEvidence, known } from './fact.ts'
import type { Fact, HistoryFacts } from './types.ts'
import type { View } from './view.ts'

/** How many of the newest commits are asked who wrote them. */
const NEWEST = 1000

/** @returns what the commits say: when the first one was made, and who wrote most of them */
export function historyFacts(view: View): HistoryFacts {
  const { git } = view.ws
  const author = mainAuthor(view)
  const year = Number(git.firstCommit()?.date.slice(0, 4))
  return known<HistoryFacts>({
    state: git.state,
    shallow: git.shallow,
    firstYear: Number.isInteger(year) && year > 1970 ? certain(year, gitEvidence('first commit')) : undefined,
    mainAuthor: author,
  })
}

/** Programs that commit are nobody's employer: `name[bot]`. */
const BOT = /\[bot\]|^(dependabot|renovate|github-actions|semantic-release-bot|greenkeeper)\b|\bbot$/i

function mainAuthor(view: View): Fact<string> | undefined {
  const counts = new Map<string, { name: string; commits: number }>()
  const commits = view.ws.git.commits(NEWEST).filter(commit => !BOT.test(commit.author.name))
  for (const { author } of commits) {
    const key = author.email.toLowerCase()
    const entry = counts.get(key) ?? { name: author.name, commits: 0 }
    entry.commits++
    counts.set(key, entry)
  }
  const best = [...counts.values()].find(entry => entry.commits * 2 > commits.length)
  return best && best.name.trim() !== ''
    ? certain(best.name, gitEvidence(`${String(best.commits)} of the newest ${String(commits.length)} commits`))
    : undefined
}
