import { createContext, useContext, useId } from 'react';
import css from './watermark.module.css';

/** Whose screen it is: the person's id; null while nobody is signed in. */
export const WatermarkContext = createContext<string | null>(null);

/**
 * The person's id, faint and again and again, over whatever lies below in the same positioned box. A photograph of the screen then says whose
 * screen it was; no system can prevent the photograph. Read by nobody, touched by nothing.
 */
export function Watermark() {
  const person = useContext(WatermarkContext);
  const pattern = useId();
  if (person === null) return null;
  return (
    <svg className={css.watermark} aria-hidden="true" data-watermark={person}>
      <pattern id={pattern} width="300" height="96" patternUnits="userSpaceOnUse" patternTransform="rotate(-18)">
        <text x="6" y="30">
          {person}
        </text>
        <text x="-144" y="78">
          {person}
        </text>
        <text x="156" y="78">
          {person}
        </text>
      </pattern>
      <rect width="100%" height="100%" fill={`url(#${pattern})`} />
    </svg>
  );
}
