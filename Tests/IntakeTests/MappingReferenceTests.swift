import Foundation
import Testing

@testable import Intake

@Suite("The reference of mapping files")
struct MappingReferenceTests {
  static let page = Files.root.appending(path: "Sources/Intake/Intake.docc/MappingReference.md")

  /// The table of a place as the page has it.
  static func table(_ section: MappingSection) -> String {
    let lines = section.keys.map { "| `\($0.key)` | \($0.meaning) |" }
    return "| key of \(section.name) | what it says |\n|---|---|\n" + lines.joined(separator: "\n")
      + "\n"
  }

  @Test("lists every key and every format of times that the reader takes, and no other")
  func keys() throws {
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    for section in MappingSection.all {
      #expect(page.contains(Self.table(section)), "the page lacks:\n\(Self.table(section))")
    }
    let formats =
      TimeFormat.words.map { ($0.word, $0.summary) }
      + TimePattern.letters.map { ($0.letters, $0.summary) }
    for (name, summary) in formats { #expect(page.contains("| `\(name)` | \(summary) |\n")) }
    let rows = page.split(separator: "\n").count { $0.hasPrefix("| `") }
    #expect(rows == MappingSection.all.reduce(formats.count) { $0 + $1.keys.count })
  }

  @Test("its examples have every key, and the reader takes them")
  func examples() throws {
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    let examples = page.split(separator: "```yaml\n").dropFirst()
      .compactMap { $0.split(separator: "```").first.map(String.init) }
    #expect(!examples.isEmpty)
    for example in examples {
      _ = try CSVRows(options: IntakeOptions(mapping: example, mappingName: "example.yaml"))
    }
    let words = examples.joined().split { " \n{[,]}-".contains($0) }
    for section in MappingSection.all {
      for key in section.names {
        #expect(words.contains("\(key):"), "no example has “\(key)” of \(section.name)")
      }
    }
  }
}
