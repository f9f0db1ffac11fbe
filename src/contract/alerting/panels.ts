import { panelId, type DashboardName, type PanelName, type PanelRef } from '../dashboards.ts'

/** @returns a panel of a service's dashboard that has it */
export function panel<D extends DashboardName>(dashboard: D, name: PanelName<D>): PanelRef {
  return { dashboard, id: panelId(dashboard, name) }
}
