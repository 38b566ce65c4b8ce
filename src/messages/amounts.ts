import type { Language } from './catalogue.js';

/** Bytes as people read them: powers of 1,000, one decimal. */
export function formatBytes(bytes: number): string {
  if (Math.abs(bytes) < 1000) return `${bytes} B`;
  let amount = bytes / 1000;
  for (const unit of ['KB', 'MB', 'GB']) {
    if (Math.abs(amount) < 999.95) return `${amount.toFixed(1)} ${unit}`;
    amount /= 1000;
  }
  return `${amount.toFixed(1)} TB`;
}

/** Milliseconds as people read them: `350 ms`, `2.1 s`, `3 min 20 s`. */
export function formatDuration(ms: number, lang: Language): string {
  const [second, minute, hour] = lang === 'zh' ? ['秒', '分', '小时'] : ['s', 'min', 'h'];
  if (ms < 1000) return lang === 'zh' ? `${Math.round(ms)} 毫秒` : `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (ms < 60_000 && seconds < 60) return `${Number((ms / 1000).toFixed(1))} ${second}`;
  if (seconds < 3600) return joined([Math.floor(seconds / 60), minute], [seconds % 60, second]);
  return joined([Math.floor(seconds / 3600), hour], [Math.floor((seconds % 3600) / 60), minute]);
}

function joined(...parts: readonly (readonly [number, string | undefined])[]): string {
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** An instant in local time, to the minute: `2025-11-24 15:30`. */
export function formatInstant(epochMs: number): string {
  const at = new Date(epochMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
