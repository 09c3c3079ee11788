import { useId, useState, type PointerEvent } from 'react';
import { labelled, niceTicks, runsOf } from './scale.ts';
import { useWidth } from './width.ts';

/** A place on the time axis. `value` null = not known, drawn as hatching. */
export interface TimePoint {
  /** Full wording, for the box beside the pointer. */
  name: string;
  /** Short wording, for the axis; empty where there is nothing to say. */
  label: string;
  value: number | null;
}

interface TimeChartProps {
  points: readonly TimePoint[];
  /** What the drawing shows, for those who do not see it. */
  sentence: string;
  write: (value: number | null) => string;
  writeAxis: (value: number) => string;
  /** The last point is of an interval that still runs: drawn dashed. */
  unfinished: boolean;
}

const HEIGHT_PX = 260;
const TOP_PX = 18;
const FOOT_PX = 26;
const LEFT_PX = 46;

/** A line over time with the value at its end. Drawn as SVG at its true size; the table beside it holds the same figures. */
export function TimeChart({ points, sentence, write, writeAxis, unfinished }: TimeChartProps) {
  const [box, width_px] = useWidth<HTMLDivElement>();
  const [near, setNear] = useState<number | null>(null);
  const hatch = useId();
  const ticks = niceTicks(Math.max(0, ...points.map(({ value }) => value ?? 0)));
  const highest = ticks.at(-1) ?? 1;
  const right_px = 12;
  const candidates = points.flatMap(({ label }, index) => (label === '' ? [] : [index]));
  const labels = labelled(candidates.length, (width_px - LEFT_PX) / 64).map((index) => candidates[index] ?? 0);
  // A place that is not shown yet has no width.
  const slot = Math.max(1, width_px - LEFT_PX - right_px) / Math.max(1, points.length);
  const x = (index: number) => LEFT_PX + (index + 0.5) * slot;
  const y = (value: number) => TOP_PX + (1 - value / highest) * (HEIGHT_PX - TOP_PX - FOOT_PX);
  const floor = y(0);
  const lastKnown = points.findLastIndex(({ value }) => value !== null);
  const solid = points.map((point, index) =>
    unfinished && index === points.length - 1 ? { ...point, value: null } : point,
  );

  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const index = Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT_PX) / slot);
    setNear(index >= 0 && index < points.length ? index : null);
  };
  const place = (from: number, run: readonly TimePoint[]) =>
    run.map(({ value }, step) => `${x(from + step).toFixed(1)} ${y(value ?? 0).toFixed(1)}`).join('L');
  const last = points[lastKnown];
  const beforeLast = points[points.length - 2];
  const nearPoint = near === null ? undefined : points[near];

  return (
    <div
      className="time-chart"
      ref={box}
      onPointerMove={follow}
      onPointerLeave={() => setNear(null)}
      style={{ height: HEIGHT_PX }}
    >
      <svg width={width_px} height={HEIGHT_PX} role="img" aria-label={sentence}>
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path className="hatch" d="M0 0V6" />
          </pattern>
        </defs>
        {ticks.map((tick) => (
          <g key={tick} className="axis">
            <line
              x1={LEFT_PX}
              x2={width_px - right_px}
              y1={y(tick)}
              y2={y(tick)}
              className={tick === 0 ? 'axis-floor' : undefined}
            />
            <text x={LEFT_PX - 8} y={y(tick)} dy="0.32em" textAnchor="end">
              {writeAxis(tick)}
            </text>
          </g>
        ))}
        {labels.map((index) => (
          <text key={index} className="axis-label" x={x(index)} y={HEIGHT_PX - 6} textAnchor="middle">
            {points[index]?.label}
          </text>
        ))}
        {runsOf(points, ({ value }) => value === null).map((run) => (
          <rect
            key={run.from}
            x={x(run.from) - slot / 2}
            width={slot * (run.to - run.from + 1)}
            y={TOP_PX}
            height={floor - TOP_PX}
            fill={`url(#${hatch})`}
          />
        ))}
        {runsOf(solid, ({ value }) => value !== null).map((run) => (
          <g key={run.from}>
            <path
              className="series-area"
              d={`M${x(run.from)} ${floor}L${place(run.from, run.items)}L${x(run.to)} ${floor}Z`}
            />
            <path className="series-line" d={`M${place(run.from, run.items)}`} />
            {run.from === run.to ? (
              <circle className="series-dot" cx={x(run.from)} cy={y(run.items[0]?.value ?? 0)} r="3" />
            ) : null}
          </g>
        ))}
        {unfinished && last !== undefined && lastKnown === points.length - 1 && beforeLast?.value != null ? (
          <path
            className="series-line is-unfinished"
            d={`M${x(lastKnown - 1)} ${y(beforeLast.value)}L${x(lastKnown)} ${y(last.value ?? 0)}`}
          />
        ) : null}
        {last === undefined ? null : (
          <g>
            <circle
              className={unfinished ? 'series-end is-unfinished' : 'series-end'}
              cx={x(lastKnown)}
              cy={y(last.value ?? 0)}
              r="4"
            />
            <text
              className="series-value"
              x={Math.min(x(lastKnown), width_px - right_px)}
              y={Math.max(13, y(last.value ?? 0) - 10)}
              textAnchor={x(lastKnown) > width_px * 0.6 ? 'end' : 'start'}
            >
              {write(last.value)}
            </text>
          </g>
        )}
        {near === null || nearPoint === undefined ? null : (
          <g className="near">
            <line x1={x(near)} x2={x(near)} y1={TOP_PX} y2={floor} />
            {nearPoint.value === null ? null : <circle cx={x(near)} cy={y(nearPoint.value)} r="4.5" />}
          </g>
        )}
      </svg>
      {near === null || nearPoint === undefined ? null : (
        <div
          className={`near-box ${x(near) > width_px / 2 ? 'is-left' : ''}`}
          style={{ left: x(near) }}
          aria-hidden="true"
        >
          <span>{nearPoint.name}</span>
          <strong>{write(nearPoint.value)}</strong>
        </div>
      )}
    </div>
  );
}
