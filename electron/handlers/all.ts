import { administrationHandlers } from './administration.ts';
import { batchHandlers } from './batch.ts';
import { calculatorHandlers } from './calculators.ts';
import { backupHandlers } from './backup.ts';
import { codeHandlers } from './code.ts';
import { downtimeHandlers } from './downtime.ts';
import { doubleCheckHandlers } from './double-check.ts';
import { exportHandlers } from './export.ts';
import { exposureHandlers } from './exposure.ts';
import { formularyHandlers } from './formulary.ts';
import type { Handlers } from '../services/call.ts';
import { incidentHandlers } from './incident.ts';
import { interchangeHandlers } from './interchange.ts';
import { keyHandlers } from './key.ts';
import { libraryHandlers } from './library.ts';
import { libraryRecordHandlers } from './library-records.ts';
import { limitLookHandlers } from './limit-look.ts';
import { jobHandlers } from './job.ts';
import { logHandlers } from './log.ts';
import { orderAgainHandlers } from './order-again.ts';
import { orderExplainHandlers } from './order-explain.ts';
import { orderStartHandlers } from './order-start.ts';
import { orderLifeHandlers } from './order-life.ts';
import { orderVerifyHandlers } from './order-verify.ts';
import { orderHandlers } from './order.ts';
import { patientHandlers } from './patient.ts';
import { patientMergeHandlers } from './patient-merge.ts';
import { policyHandlers } from './policy.ts';
import { preparationHandlers } from './preparation.ts';
import { prescriberHandlers } from './prescriber.ts';
import { printHandlers } from './print.ts';
import { printerHandlers } from './printer.ts';
import { productHandlers } from './product.ts';
import { pumpLibraryHandlers } from './pump-library.ts';
import { recheckHandlers } from './recheck.ts';
import { seatHandlers } from './seat.ts';
import { sessionHandlers } from './session.ts';
import { signalHandlers } from './signals.ts';
import { siteHandlers } from './site.ts';
import { secondFactorHandlers } from './second-factor.ts';
import { stationHandlers } from './station.ts';
import { staleHandlers } from './stale.ts';
import { userHandlers } from './user.ts';
import { wasteHandlers } from './waste.ts';

/** One handler for each command of the contract: one too few does not compile here, one too many not in its own file. */
export const handlers: Handlers = {
  ...sessionHandlers,
  ...seatHandlers,
  ...userHandlers,
  ...policyHandlers,
  ...secondFactorHandlers,
  ...stationHandlers,
  ...patientHandlers,
  ...patientMergeHandlers,
  ...prescriberHandlers,
  ...siteHandlers,
  ...formularyHandlers,
  ...calculatorHandlers,
  ...orderHandlers,
  ...orderAgainHandlers,
  ...orderStartHandlers,
  ...pumpLibraryHandlers,
  ...limitLookHandlers,
  ...exposureHandlers,
  ...administrationHandlers,
  ...orderExplainHandlers,
  ...doubleCheckHandlers,
  ...downtimeHandlers,
  ...orderVerifyHandlers,
  ...orderLifeHandlers,
  ...preparationHandlers,
  ...printHandlers,
  ...printerHandlers,
  ...jobHandlers,
  ...batchHandlers,
  ...staleHandlers,
  ...codeHandlers,
  ...logHandlers,
  ...backupHandlers,
  ...exportHandlers,
  ...libraryHandlers,
  ...libraryRecordHandlers,
  ...interchangeHandlers,
  ...recheckHandlers,
  ...wasteHandlers,
  ...signalHandlers,
  ...incidentHandlers,
  ...keyHandlers,
  ...productHandlers,
};
