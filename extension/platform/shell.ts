// All that the worker's shell does for the core, as one object: the core is given it and decides what is done. The
// interface is the core's (src/platform/browser/shell.rs). Given to nobody else: messages do not reach it.

import type { Shell } from '../../dist/core/ucos_inline.js';
import { notices } from '../notices';
import { setAlarm, setTimer } from './alarms';
import { managed, publish, published, trustedScan, trustedSet, view } from './areas';
import { Database } from './database';
import { dateWords } from './dates';
import { exchange } from './network';
import { openOptions } from './pages';
import { vault } from './vault';

export const shell: Shell = {
  openDatabase: (version, tables) => Database.open(version, tables),
  exchange,
  trustedScan,
  trustedSet,
  managed,
  published,
  view,
  publish,
  setAlarm,
  setTimer,
  ...vault,
  openOptions,
  dateWords,
  ...notices,
};
