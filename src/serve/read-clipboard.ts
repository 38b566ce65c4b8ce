import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';

/** Why there is no picture: no tool of the platform is there, or it has none. */
export type ClipboardRefusal = 'no-clipboard' | 'clipboard-empty';

export interface ClipboardPlace {
  readonly platform: NodeJS.Platform;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

interface ClipboardTool {
  readonly command: string;
  readonly args: readonly string[];
  /** What it prints, as bytes of a picture; the bytes themselves where it isn't there. */
  readonly decode?: (printed: Buffer) => Buffer;
}

/**
 * The picture in the clipboard, as PNG, by the tool that the platform has for it: `wl-paste` (Wayland), `xclip` (X11),
 * `osascript` (macOS), PowerShell (Windows).
 */
export async function readClipboard(place: ClipboardPlace): Promise<Buffer | ClipboardRefusal> {
  let refusal: ClipboardRefusal = 'no-clipboard';
  for (const tool of toolsOf(place)) {
    const read = await runTool(tool, place);
    if (typeof read !== 'string') return read;
    if (read === 'clipboard-empty') refusal = read;
  }
  return refusal;
}

function toolsOf({ platform, variables }: ClipboardPlace): readonly ClipboardTool[] {
  if (platform === 'darwin') return [osascript];
  if (platform === 'win32') return [powershell];
  return [...(variables.WAYLAND_DISPLAY ? [wlPaste] : []), ...(variables.DISPLAY ? [xclip] : [])];
}

const wlPaste: ClipboardTool = { command: 'wl-paste', args: ['--no-newline', '--type', 'image/png'] };

const xclip: ClipboardTool = { command: 'xclip', args: ['-selection', 'clipboard', '-target', 'image/png', '-out'] };

/** Prints `«data PNGf89504E47…»`. */
const osascript: ClipboardTool = {
  command: 'osascript',
  args: ['-e', 'get the clipboard as «class PNGf»'],
  decode: (printed) => Buffer.from(/PNGf([0-9A-F]*)/i.exec(printed.toString())?.[1] ?? '', 'hex'),
};

const powershell: ClipboardTool = {
  command: 'powershell.exe',
  args: [
    '-NoProfile',
    '-STA',
    '-Command',
    [
      'Add-Type -AssemblyName System.Windows.Forms, System.Drawing',
      '$image = [System.Windows.Forms.Clipboard]::GetImage()',
      'if ($image -eq $null) { exit 1 }',
      '$stream = New-Object System.IO.MemoryStream',
      '$image.Save($stream, [System.Drawing.Imaging.ImageFormat]::Png)',
      '[Convert]::ToBase64String($stream.ToArray())',
    ].join('; '),
  ],
  decode: (printed) => Buffer.from(printed.toString(), 'base64'),
};

/** ms after which a tool is given up: whoever owns the clipboard may never answer. */
const patience = 10_000;

async function runTool(tool: ClipboardTool, { variables }: ClipboardPlace): Promise<Buffer | ClipboardRefusal> {
  const { args, command, decode = (printed: Buffer) => printed } = tool;
  const child = spawn(command, args, { env: { ...variables }, stdio: ['ignore', 'pipe', 'ignore'], timeout: patience });
  try {
    const [printed, [code]] = await Promise.all([buffer(child.stdout), once(child, 'close')]);
    const picture = decode(printed);
    return code === 0 && picture.length > 0 ? picture : 'clipboard-empty';
  } catch {
    return 'no-clipboard'; // it is not installed
  }
}
