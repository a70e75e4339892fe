import InteractionModel
import Testing

@Suite("A log whose records have another format")
struct OtherFormatTests {
  @Test("is refused by every command with the way out, and left as it was", arguments: [1, 3])
  func refused(format: Int) throws {
    let tool = try Tool()
    let log = try tool.rawLog()
    try log.alter("log_meta", "UPDATE log_meta SET value = '\(format)' WHERE name = 'format'")
    try log.alter(
      "record",
      """
      UPDATE record SET line =
        CAST(replace(CAST(line AS TEXT), '"format":2', '"format":\(format)') AS BLOB)
      """)
    // A program that knew fewer changes of the file wrote it.
    let changes = "grdb_migrations"
    try log.alter(
      changes, "DELETE FROM \(changes) WHERE rowid = (SELECT max(rowid) FROM \(changes))")
    let before = try log.rows("SELECT * FROM \(changes)")
    for command in [
      ["status"], ["verify"], ["verify", "--open"], ["log"], ["init"], ["project"], ["append"],
      ["case", "list"], ["replay"], ["key", "rotate-master"],
    ] {
      let output = try tool.run(command, input: [])
      #expect(output.code == 3 && output.text.isEmpty, "\(command): \(output.text)")
      #expect(
        output.errors.contains("have format \(format), and this program reads format 2"),
        "\(command): \(output.errors)")
      #expect(
        output.errors.contains(format == 1 ? "`throughline init`" : "use the newer program"))
    }
    #expect(try log.rows("SELECT * FROM \(changes)") == before)
  }
}
