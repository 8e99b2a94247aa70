// The admin's checkbox with its hidden label. Knows the control; what it selects is told by its label.

import { useEffect, useId, useRef } from 'react';

interface CheckboxProps {
  /** Generation A names the input by what it selects. */
  id?: string;
  label: string;
  /** Generation B names the input by `aria-label`, generation A by the text of a label. */
  labelledBy: 'attribute' | 'text';
  checked: boolean;
  mixed?: boolean;
  onChange: () => void;
}

export function Checkbox({ id, label, labelledBy, checked, mixed = false, onChange }: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  const generated = useId();
  const inputId = id ?? generated;
  useEffect(() => {
    if (input.current) input.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <label
      className="Polaris-Choice Polaris-Choice--labelHidden Polaris-Checkbox__ChoiceLabel"
      htmlFor={inputId}
    >
      <span className="Polaris-Choice__Control">
        <span className="Polaris-Checkbox">
          <input
            ref={input}
            id={inputId}
            type="checkbox"
            className="Polaris-Checkbox__Input"
            aria-label={labelledBy === 'attribute' ? label : undefined}
            aria-checked={mixed ? 'mixed' : checked}
            checked={checked}
            onChange={onChange}
          />
        </span>
      </span>
      {labelledBy === 'text' && (
        <span className="Polaris-Choice__Label">
          <span>{label}</span>
        </span>
      )}
    </label>
  );
}
