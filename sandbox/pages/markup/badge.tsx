// The admin's own badge, 20 px high, as its Payment and Fulfillment columns show it. Knows tones only.

export type Tone = 'default' | 'attention' | 'warning' | 'success';

export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={`Polaris-Badge Polaris-Badge--tone-${tone}`}>
      <span className="Polaris-Badge__Pip" aria-hidden="true" />
      {children}
    </span>
  );
}
