internal import GRDB
internal import GRDBSQLite
internal import Search

/// ``/Search/SearchTokenizer`` as the tokeniser of SQLite's full-text tables.
///
/// A text is split by its rules; further forms of a word stand at the word's own place, where they
/// neither part phrases nor count as its length. A query comes with its words ready made, spaces
/// between them.
enum SearchWords {
  /// What tables call it.
  static let name = "throughline"

  /// Adds it to a connection.
  static func register(on connection: OpaquePointer?) throws {
    let interface = try SearchScoring.interface(of: connection)
    var tokenizer = fts5_tokenizer(
      // There is nothing to keep, but no tokeniser may be null.
      xCreate: { _, _, _, made in
        made?.pointee = OpaquePointer(bitPattern: 1)
        return SQLITE_OK
      },
      xDelete: { _ in },
      xTokenize: { _, context, flags, bytes, count, emit in
        guard let bytes, let emit, count > 0 else { return SQLITE_OK }
        let text = UnsafeBufferPointer(start: bytes, count: Int(count)).withMemoryRebound(
          to: UInt8.self
        ) { String(decoding: $0, as: UTF8.self) }
        return flags & FTS5_TOKENIZE_QUERY != 0
          ? SearchWords.handOver(text.split(separator: " "), to: emit, context)
          : SearchWords.handOver(SearchTokenizer.tokens(of: text), to: emit, context)
      })
    guard let create = interface.pointee.xCreateTokenizer,
      create(interface, name, nil, &tokenizer, nil) == SQLITE_OK
    else { throw DatabaseError(message: "cannot add the tokeniser \(name)") }
  }

  private typealias Emit =
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, Int32, Int32, Int32
    ) -> Int32

  private static func handOver(
    _ words: [Substring], to emit: Emit, _ context: UnsafeMutableRawPointer?
  ) -> Int32 {
    for word in words {
      let code = handOver(String(word), 0, to: emit, context)
      guard code == SQLITE_OK else { return code }
    }
    return SQLITE_OK
  }

  private static func handOver(
    _ tokens: [SearchTokenizer.Token], to emit: Emit, _ context: UnsafeMutableRawPointer?
  ) -> Int32 {
    for token in tokens {
      var code = handOver(token.text, 0, to: emit, context)
      for form in token.forms where code == SQLITE_OK {
        code = handOver(form.text, FTS5_TOKEN_COLOCATED, to: emit, context)
      }
      guard code == SQLITE_OK else { return code }
    }
    return SQLITE_OK
  }

  /// Hands over one word; where it stands in the text nobody asks.
  private static func handOver(
    _ word: String, _ flags: Int32, to emit: Emit, _ context: UnsafeMutableRawPointer?
  ) -> Int32 {
    var word = word
    return word.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        emit(context, flags, $0.baseAddress, Int32($0.count), 0, 0)
      }
    }
  }
}
