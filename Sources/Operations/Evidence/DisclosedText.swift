internal import InteractionModel
internal import Merkle
internal import Vault

/// What is given of a part, line by line as people read it: made of nothing but what the part's own file
/// tells, so that a report can say no more.
struct DisclosedText {
  /// Some text, or that some is withheld.
  enum Run: Hashable {
    case text(String)
    /// So many pieces, under a code.
    case withheld(Int, code: String)
  }

  /// The value at one place, or pieces of which nobody is told where they stand.
  struct Line {
    /// A JSON pointer; nil of what is withheld.
    let pointer: String?
    var runs: [Run]
  }

  private(set) var lines: [Line] = []

  /// The text of a part; without lines when the part is closed.
  init(_ part: DisclosedPart) {
    switch part {
    case .opened(let content, _):
      lines = JSONValue.object(content).leaves().map { leaf in
        Line(
          pointer: leaf.pointer, runs: [.text(leaf.value.string ?? leaf.value.canonicalText)])
      }
    case .redacted(let disclosure, let exemptions):
      var codes: [Int: String] = [:]
      for exemption in exemptions {
        for leaf in exemption.leaves {
          codes[leaf] = codes[leaf].map { "\($0), \(exemption.code)" } ?? exemption.code
        }
      }
      collect(disclosure, codes)
    case .closed: break
    }
  }

  private mutating func collect(_ disclosure: Disclosure, _ codes: [Int: String]) {
    var hidden: [String] = []
    for (index, leaf) in disclosure.leaves.enumerated() {
      guard case .shown(let leaf, _) = leaf else {
        hidden.append(codes[index] ?? "")
        continue
      }
      let text =
        switch leaf.kind {
        case .emptyArray: "[]"
        case .emptyObject: "{}"
        default: leaf.text
        }
      // By bytes: two names may be one to whoever reads them.
      if lines.last?.pointer?.utf8.elementsEqual(leaf.pointer.utf8) == true {
        append(hidden)
      } else {
        // Its first pieces are among what is withheld before it; the others may be anything.
        let own = min(Int(leaf.piece), hidden.count)
        begin(hidden.dropLast(own))
        lines.append(Line(pointer: leaf.pointer, runs: []))
        append(hidden.suffix(own))
      }
      hidden = []
      append(text)
    }
    begin(hidden[...])
  }

  /// Begins a line of which nobody is told where it stands.
  private mutating func begin(_ hidden: ArraySlice<String>) {
    guard !hidden.isEmpty else { return }
    lines.append(Line(pointer: nil, runs: []))
    append(hidden)
  }

  /// Appends a piece that is shown.
  private mutating func append(_ text: String) {
    let line = lines.count - 1
    if case .text(let before) = lines[line].runs.last {
      lines[line].runs[lines[line].runs.count - 1] = .text(before + text)
    } else {
      lines[line].runs.append(.text(text))
    }
  }

  /// Appends that pieces are withheld, those of one code together.
  private mutating func append(_ hidden: some Sequence<String>) {
    for code in hidden {
      let line = lines.count - 1
      if case .withheld(let count, code) = lines[line].runs.last {
        lines[line].runs[lines[line].runs.count - 1] = .withheld(count + 1, code: code)
      } else {
        lines[line].runs.append(.withheld(1, code: code))
      }
    }
  }
}
