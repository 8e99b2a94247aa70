// Due times of every kind at one instant, and what a badge is to show of each, in two languages.

import type { DueView } from './due';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday, 14:00 in Toronto. */
export const T0 = Date.UTC(2026, 10, 23, 19);
const LEAD = 36_000;

export const due = (earliest: number, latest = earliest): DueView['due'] => ({
  earliest,
  latest,
  lead_seconds: LEAD,
});

export interface Shown {
  state: string | undefined;
  /** What can be seen on the badge. */
  text: string;
  name: string;
  title: string[];
}

// Some time into each unit, so that the seconds that a test takes change nothing.
export const CASES: { view: DueView; en: Shown; fr: Shown }[] = [
  {
    view: { due: null, entered: { earliest: T0 - DAY, latest: T0 - DAY } },
    en: {
      state: 'none',
      text: 'Sewing',
      name: 'Sewing',
      title: ['Sewing', 'In this status since Sun, Nov 22, 2026, 2:00 PM EST'],
    },
    fr: {
      state: 'none',
      text: 'Sewing',
      name: 'Sewing',
      title: ['Sewing', 'Dans ce statut depuis le dim. 22 nov. 2026, 14:00 UTC−5'],
    },
  },
  {
    view: { due: due(T0 + 3 * DAY), entered: { earliest: T0 - DAY, latest: T0 - DAY } },
    en: {
      state: 'ok',
      text: 'Sewing',
      name: 'Sewing',
      title: [
        'Sewing',
        'Due Thu, Nov 26, 2026, 2:00 PM EST',
        'In this status since Sun, Nov 22, 2026, 2:00 PM EST',
      ],
    },
    fr: {
      state: 'ok',
      text: 'Sewing',
      name: 'Sewing',
      title: [
        'Sewing',
        'Échéance : jeu. 26 nov. 2026, 14:00 UTC−5',
        'Dans ce statut depuis le dim. 22 nov. 2026, 14:00 UTC−5',
      ],
    },
  },
  {
    view: { due: due(T0 + 3.5 * HOUR) },
    en: {
      state: 'due-soon',
      text: 'Sewing due in 3h',
      name: 'Sewing, due in 3 hours',
      title: ['Sewing', 'Due in 3 hours', 'Due Mon, Nov 23, 2026, 5:30 PM EST'],
    },
    fr: {
      state: 'due-soon',
      text: 'Sewing dans 3h',
      name: 'Sewing, échéance dans 3 heures',
      title: ['Sewing', 'Échéance dans 3 heures', 'Échéance : lun. 23 nov. 2026, 17:30 UTC−5'],
    },
  },
  {
    view: {
      due: due(T0 - 2.5 * DAY, T0 + 5 * HOUR),
      entered: { earliest: T0 - 6 * DAY, latest: T0 - 3 * DAY },
    },
    en: {
      state: 'maybe-overdue',
      text: 'Sewing overdue 2d?',
      name: 'Sewing, possibly overdue by 2 days?',
      title: [
        'Sewing',
        'Possibly overdue by 2 days?',
        'Due between Sat, Nov 21, 2026, 2:00 AM EST and Mon, Nov 23, 2026, 7:00 PM EST',
        'Entered this status between Tue, Nov 17, 2026, 2:00 PM EST and Fri, Nov 20, 2026, 2:00 PM EST',
      ],
    },
    fr: {
      state: 'maybe-overdue',
      text: 'Sewing retard 2j ?',
      name: 'Sewing, peut-être en retard de 2 jours ?',
      title: [
        'Sewing',
        'Peut-être en retard de 2 jours ?',
        'Échéance entre le sam. 21 nov. 2026, 02:00 UTC−5 et le lun. 23 nov. 2026, 19:00 UTC−5',
        'Passée à ce statut entre le mar. 17 nov. 2026, 14:00 UTC−5 et le ven. 20 nov. 2026, 14:00 UTC−5',
      ],
    },
  },
  {
    // Seen for the first time: it may have been in its status for ever.
    view: { due: due(DAY, T0 + DAY), entered: { earliest: 0, latest: T0 } },
    en: {
      state: 'maybe-overdue',
      text: 'Sewing overdue?',
      name: 'Sewing, possibly overdue?',
      title: [
        'Sewing',
        'Possibly overdue?',
        'Due Tue, Nov 24, 2026, 2:00 PM EST at the latest',
        'In this status since Mon, Nov 23, 2026, 2:00 PM EST or longer',
      ],
    },
    fr: {
      state: 'maybe-overdue',
      text: 'Sewing retard ?',
      name: 'Sewing, peut-être en retard ?',
      title: [
        'Sewing',
        'Peut-être en retard ?',
        'Échéance : mar. 24 nov. 2026, 14:00 UTC−5 au plus tard',
        'Dans ce statut depuis le lun. 23 nov. 2026, 14:00 UTC−5 ou plus longtemps',
      ],
    },
  },
  {
    view: { due: due(T0 - 40 * HOUR, T0 - 26.5 * HOUR) },
    en: {
      state: 'overdue',
      text: 'Sewing overdue 26h',
      name: 'Sewing, overdue by 26 hours',
      title: [
        'Sewing',
        'Overdue by 26 hours',
        'Due between Sat, Nov 21, 2026, 10:00 PM EST and Sun, Nov 22, 2026, 11:30 AM EST',
      ],
    },
    fr: {
      state: 'overdue',
      text: 'Sewing retard 26h',
      name: 'Sewing, en retard de 26 heures',
      title: [
        'Sewing',
        'En retard de 26 heures',
        'Échéance entre le sam. 21 nov. 2026, 22:00 UTC−5 et le dim. 22 nov. 2026, 11:30 UTC−5',
      ],
    },
  },
];
