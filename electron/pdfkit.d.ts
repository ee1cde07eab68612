/** What we use of pdfkit 0.20, which brings no types. */
declare module 'pdfkit' {
  interface Options {
    readonly size?: string | readonly [width: number, height: number];
    readonly layout?: 'landscape' | 'portrait';
    readonly margins?: { top: number; bottom: number; left: number; right: number };
    readonly autoFirstPage?: boolean;
    readonly bufferPages?: boolean;
    readonly lang?: string;
    readonly info?: Readonly<Record<string, string | Date>>;
  }
  interface TextOptions {
    readonly width?: number;
    readonly lineBreak?: boolean;
    readonly continued?: boolean;
    readonly align?: 'left' | 'right';
    readonly height?: number;
  }
  export default class PDFDocument {
    constructor(options?: Options);
    x: number;
    y: number;
    readonly page: {
      width: number;
      height: number;
      margins: { top: number; bottom: number; left: number; right: number };
    };
    on(event: string, listener: (...args: never[]) => void): this;
    registerFont(name: string, source: Uint8Array): this;
    font(name: string): this;
    fontSize(size: number): this;
    currentLineHeight(includeGap?: boolean): number;
    addPage(): this;
    rect(x: number, y: number, width: number, height: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    lineWidth(width: number): this;
    stroke(color?: string): this;
    text(text: string, options?: TextOptions): this;
    text(text: string, x: number, y: number, options?: TextOptions): this;
    heightOfString(text: string, options?: TextOptions): number;
    moveDown(lines?: number): this;
    end(): void;
  }
}
