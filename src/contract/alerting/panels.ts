import type { DashboardName, PanelName } from '../dashboards.ts'
import type { PanelRef } from './types.ts'

/** @returns a panel of a dashboard that has it */
export function panel<D extends DashboardName>(dashboard: D, name: PanelName<D>): PanelRef {
  return { dashboard, panel: name }
}
