import type { Answers, Context } from '../../../src/artifact/index.ts'
import { dashboardFile, dependencyFile } from '../../../src/contract/dashboards.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { printJson } from '../../../src/edit/json-print.ts'
import { boardJson } from './board.ts'
import { boardsOf, needBoard } from './boards.ts'
import type { Board } from './model.ts'

/** A dashboard and where it stands. */
export interface Dashboard {
  readonly file: string
  readonly board: Board
  /** True: it is about something that several services may need. */
  readonly shared: boolean
}

/**
 * @param answers of the questions about objectives
 * @returns the dashboards of a service, and those of what it needs unless a service before it in the contract has the same need: each one
 * stands once in the whole repository
 */
export function dashboardsOf(ctx: Context, service: ServiceContract, answers: Answers): readonly Dashboard[] {
  const own = boardsOf(ctx, service, answers).map(board => ({
    file: dashboardFile(service, board.dashboard),
    board,
    shared: false,
  }))
  return [...own, ...shared(ctx, service, answers)]
}

function shared(ctx: Context, service: ServiceContract, answers: Answers): readonly Dashboard[] {
  return service.needs
    .filter(({ kind }) => ctx.contract.services.find(other => other.needs.some(need => need.kind === kind)) === service)
    .map(need => ({ file: dependencyFile(need.kind), board: needBoard(ctx, need, answers), shared: true }))
}

/** As Prettier lays it out where nothing else is set. */
const STYLE = { eol: '\n', unit: '  ', colon: ': ', shortLists: true } as const

/** @returns the text of a dashboard's file */
export function printBoard(board: Board): string {
  return `${printJson(boardJson(board), STYLE, '')}\n`
}
