/// What the bytes of a file say against the encoding that it is read in; each doubt is told once.
struct EncodingDoubts {
  private enum Doubt: CaseIterable {
    /// It is UTF-8 to the byte.
    case isUTF8
    /// It has bytes that ISO 8859-1 has no letters for, and code page 1252 has.
    case isWindows1252
  }

  private let encoding: TextEncoding
  /// Where each doubt came up first: the line of the row and the column.
  private var found: [Doubt: (line: Int, column: String)] = [:]
  private var told: Set<Doubt> = []

  /// No doubt yet.
  init(_ encoding: TextEncoding) {
    self.encoding = encoding
  }

  /// Looks at the bytes of a field, in a file that is not read as UTF-8.
  mutating func look(at field: ArraySlice<UInt8>, _ column: String, line: Int) {
    guard found.count < Doubt.allCases.count, field.contains(where: { $0 >= 0x80 }) else { return }
    let doubt: Doubt
    if TextEncoding.utf8.text(field) != nil {
      doubt = .isUTF8
    } else if encoding == .latin1, field.contains(where: { (0x80...0x9F).contains($0) }) {
      doubt = .isWindows1252
    } else {
      return
    }
    if found[doubt] == nil { found[doubt] = (line, column) }
  }

  /// What to say of the file that was not said before.
  mutating func takeNotes(file: String) -> [IntakeNote] {
    guard told.count < found.count else { return [] }
    return Doubt.allCases.compactMap { doubt in
      guard let (line, column) = found[doubt], told.insert(doubt).inserted else { return nil }
      let text =
        switch doubt {
        case .isUTF8:
          """
          column “\(column)” is read as \(encoding.rawValue), as the mapping says, but it is UTF-8 \
          to the byte; if its letters look wrong, write `csv: {encoding: utf-8}`
          """
        case .isWindows1252:
          """
          column “\(column)” has bytes from 0x80 to 0x9F, which are no letters in \
          \(encoding.rawValue); they are read as those of windows-1252, which most such files are: \
          write `csv: {encoding: windows-1252}`
          """
        }
      return IntakeNote(file: file, line: line, text: text)
    }
  }
}
