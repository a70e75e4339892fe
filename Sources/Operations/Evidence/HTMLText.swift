internal import InteractionModel

/// Text in a page of HTML.
enum HTMLText {
  /// Text as it stands between tags or in an attribute: nothing of it is a tag, and what no page can
  /// hold is shown as a sign for it.
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "\n", "\t": escaped.append(scalar)
      case "\u{0}"..."\u{1F}": escaped.append(UnicodeScalar(0x2400 + scalar.value) ?? " ")
      case "\u{7F}"..."\u{9F}", "\u{FFFE}"..."\u{FFFF}": escaped.append("\u{FFFD}")
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  /// A whole page, of its own: it asks for nothing from anywhere.
  static func page(_ title: String, _ body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(escaped(title))</title>
    <style>
    body { font: 11pt/1.45 Georgia, "Noto Serif", serif; color: #111; max-width: 48em; margin: 2em auto;
      padding: 0 1em; }
    h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; }
    h1, h2, h3, dt, .head { break-after: avoid; }
    table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; }
    th, td { text-align: left; vertical-align: top; padding: .2em .8em .2em 0;
      border-bottom: 1px solid #ccc; overflow-wrap: anywhere; }
    tr, .record { break-inside: avoid; }
    .record { border-top: 1px solid #ccc; padding: .5em 0; }
    .head { font-size: .85em; color: #444; }
    .say { margin: .3em 0 .3em 1.5em; white-space: pre-wrap; overflow-wrap: anywhere; }
    .name { font-size: .8em; color: #444; }
    .box { background: #111; color: #fff; padding: 0 .4em; font: .8em/1.3 sans-serif;
      -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    code { font-size: .85em; overflow-wrap: anywhere; }
    @page { margin: 20mm; }
    @media print { body { margin: 0; max-width: none; font-size: 10pt; } }
    </style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }
}
