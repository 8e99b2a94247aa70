// The survey of a page as a script of its own, which our pages run in a tab when it is wanted: it costs the tabs nothing
// till then, and answers where the content script is not there or not alive. The build makes `answer` the script's last value.

import { survey } from './host/survey';

export const answer = survey(document);
