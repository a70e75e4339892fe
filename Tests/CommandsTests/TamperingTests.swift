import Foundation
import InteractionModel
import Testing

@Suite("What somebody with access to the files has changed")
struct TamperingTests {
  @Test("Nothing is wrong with an untouched copy")
  func untouched() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let verified = try tool.run("verify", "--json")
    #expect(verified.code == 0)
    #expect(try verified.json["ok"] == true && verified.json["problems"] == [])
    let replayed = try tool.run("replay", "--json")
    #expect(replayed.code == 0)
    #expect(try replayed.json["equal"] == true)
  }

  @Test(
    "One byte of the log altered: verify ends with 1 and names the position",
    arguments: [
      // A letter inside the line, its last byte, a digit of the sealed text.
      """
      UPDATE record SET line = CAST(replace(line, '"type":"', '"type":"x') AS BLOB)
      WHERE position = 1234
      """,
      """
      UPDATE record SET line = CAST(substr(line, 1, 40) || 'f' || substr(line, 42) AS BLOB)
      WHERE position = 1234
      """,
      """
      UPDATE record SET line = CAST(substr(line, 1, length(line) - 1) || ' ' AS BLOB)
      WHERE position = 1234
      """,
      "UPDATE record SET recorded = recorded + 1 WHERE position = 1234",
      "UPDATE record SET leaf = zeroblob(32) WHERE position = 1234",
      "UPDATE record SET position = 1000000 WHERE position = 1234",
      "DELETE FROM record WHERE position = 1234",
    ])
  func line(sql: String) throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try tool.rawLog().alter("record", sql)
    let output = try tool.run("verify", "--json")
    #expect(output.code == 1, "\(output.errors)")
    let answer = try output.json
    #expect(answer["ok"] == false)
    #expect(answer["problems"]?.array?.first?["position"] == 1234, "\(answer)")
    let shown = try tool.run("verify")
    #expect(shown.code == 1 && shown.text.contains("1234"))
  }

  @Test(
    "An index of the log altered: verify ends with 1 and names the position",
    arguments: [
      "UPDATE recent SET records = CAST(x'00ff' || substr(records, 3) AS BLOB)",
      "UPDATE recent SET records = CAST(x'' || substr(records, 1, length(records) - 1) AS BLOB)",
      "DELETE FROM recent",
    ])
  func index(sql: String) throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let log = try tool.rawLog()
    // The commit that took position 1234, as the index has it.
    let first = try log.value("SELECT max(first) FROM recent WHERE first <= 1234")
    let next = try log.value("SELECT min(first) FROM recent WHERE first > 1234")
    try log.alter("recent", "\(sql) WHERE first = \(first)")
    let output = try tool.run("verify", "--json")
    #expect(output.code == 1, "\(output.errors)")
    let position = try output.json["problems"]?.array?.first?["position"]?.int ?? 0
    let commit = try #require(Int64(first))..<(Int64(next) ?? .max)
    #expect(commit.contains(position), "\(output.text)")
  }

  @Test("A trigger that was dropped is missed")
  func trigger() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try tool.rawLog().execute("DROP TRIGGER record_no_update")
    let output = try tool.run("verify", "--json")
    #expect(output.code == 1)
    #expect(output.text.contains("record_no_update"))
  }

  @Test("A record altered in the log stops a replay, which names the position")
  func replayOfAlteredLog() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try tool.rawLog().alter(
      "record",
      """
      UPDATE record SET line = CAST(replace(line, '"schema":1', '"schema":2') AS BLOB)
      WHERE position = 1234
      """)
    let output = try tool.run("replay", "--json")
    #expect(output.code == 1, "\(output.errors)")
    #expect(output.errors.contains("1234"), "\(output.errors)")
  }

  @Test(
    "A row of a read model altered: replay ends with 1 and names the row and the field",
    arguments: [
      ("status = 'elsewhere'", "status"), ("department = 'Nowhere'", "department"),
      ("reopens = reopens + 1", "reopens"), ("position = position - 1", "position"),
      ("opened_at = opened_at + 1", "opened_at"),
      ("document = replace(document, '\"reopens\":', '\"reopens\":1')", "document"),
    ])
  func row(change: String, field: String) throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let model = try tool.rawReadModel()
    let key = try model.value("SELECT key FROM case_state ORDER BY key LIMIT 1 OFFSET 20")
    try model.execute("UPDATE case_state SET \(change) WHERE key = '\(key)'")
    let differences = try differences(of: tool)
    #expect(differences.contains { $0["entity"]?.string == key }, "\(differences)")
    #expect(
      differences.contains { $0["field"]?.string?.hasPrefix(field) ?? false }
        || field == "document", "\(differences)")
    #expect(differences.allSatisfy { $0["key"]?.string == key }, "\(differences)")
  }

  @Test(
    "What a read model keeps beside its rows is compared too",
    arguments: [
      """
      UPDATE entity_state SET state = CAST(substr(state, 1, length(state) - 1) || x'7f' AS BLOB)
      WHERE entity = (SELECT entity FROM entity_state ORDER BY entity LIMIT 1)
      """,
      """
      UPDATE entity_state SET position = position - 1
      WHERE entity = (SELECT entity FROM entity_state ORDER BY entity LIMIT 1)
      """,
      """
      DELETE FROM entity_state
      WHERE entity = (SELECT entity FROM entity_state ORDER BY entity LIMIT 1)
      """,
      """
      UPDATE link SET target = target || 'x'
      WHERE number = (SELECT max(number) FROM link WHERE target IS NOT NULL)
      """,
      "DELETE FROM link WHERE number = (SELECT max(number) FROM link)",
      "DELETE FROM case_state WHERE key = (SELECT max(key) FROM case_state)",
      """
      INSERT INTO case_state SELECT key || 'x', entity, position, status, department, owner, queue,
        priority, due, service, opened, opened_at, last_touch, channels, sla_state, reopens, events,
        on_time, merged_into, document FROM case_state WHERE key = (SELECT max(key) FROM case_state)
      """,
    ])
  func beside(sql: String) throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let model = try tool.rawReadModel()
    try model.execute(sql)
    #expect(!(try differences(of: tool)).isEmpty)
  }

  private func differences(of tool: Tool) throws -> [JSONValue] {
    let output = try tool.run("replay", "--json")
    #expect(output.code == 1, "\(output.errors)")
    let answer = try output.json
    #expect(answer["equal"] == false)
    return answer["projections"]?.array?.first?["differences"]?.array ?? []
  }
}
