// A property is tried for a moment only: once for each change is often.
import { configureGlobal } from 'fast-check';

configureGlobal({ interruptAfterTimeLimit: 300, markInterruptAsFailure: false });
