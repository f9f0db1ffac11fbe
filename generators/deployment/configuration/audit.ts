import { auditOf } from '../../_app/audit.ts'

export const audit = auditOf('configuration')
