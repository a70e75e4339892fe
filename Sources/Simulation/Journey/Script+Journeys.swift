internal import InteractionModel

/// The journeys. Each reads from top to bottom as what happens to one person.
extension Script {
  private static func service(_ place: City.Place, _ world: inout World) -> Int {
    world.random.pick(world.city.services(of: place))
  }

  /// Most people look up when somebody is there; the others find out.
  private static func arriving(_ world: inout World) -> [Stage] {
    world.random.chance(world.options.knowHours) ? [.wait(0...5, office: true)] : []
  }

  /// A payment fails online; somebody offers to chat, or the assistant cannot help.
  ///
  /// Chat hands over to another department by telephone, an e-mail ends it.
  static func failedPayment(_ world: inout World) -> Script {
    let billing = City.Place.utilityBilling.rawValue
    let declined: [Stage] = [
      .wait(1...12, office: false),
      .begin(.virtualAssistant, .inbound), .assistant(contained: false),
      .transfer(.assistantToHuman, to: billing, channel: .chat), .end,
      .wait(0...3, office: true), .begin(.chat, .inbound),
    ]
    var stages: [Stage] = [
      .begin(.selfService, .inbound), .selfService(.failed), .end,
      .offerChat(taken: [.begin(.chat, .inbound)], declined: declined),
      .answer, .ask(.accountNumber), .exchange(7), .openCase, .assign,
    ]
    if world.random.chance(550) {
      stages += [
        .transfer(.channel, to: City.Place.humanServices.rawValue, channel: .voice), .end,
        .wait(1...20, office: true),
        .begin(.voice, .inbound), .answer, .ask(.name), .exchange(6), .end,
      ]
    } else {
      stages += [
        .end, .wait(60...1_500, office: true),
        .begin(.email, .inbound), .exchange(4), .ask(.accountNumber), .end,
      ]
    }
    stages += [
      .wait(120...2_000, office: true),
      .resolve, .begin(.email, .outbound), .exchange(1), .survey, .end,
      .wait(600...3_000, office: false), .close,
    ]
    return Script(service: world.city.service("payment_failed"), stages: stages)
  }

  /// A report of something broken, a call that asks after it, text messages while it is repaired.
  static func report(_ world: inout World) -> Script {
    var stages: [Stage]
    switch world.random.below(5) {
    case 0, 1:
      stages = [
        .begin(.selfService, .inbound), .selfService(.submitted), .openCase, .assign, .end,
      ]
    case 2:
      stages = [
        .begin(world.random.chance(600) ? .sms : .messaging, .inbound), .exchange(1), .openCase,
        .assign, .exchange(5), .ask(.address), .end,
      ]
    case 3:
      stages = arriving(&world)
      stages += [
        .begin(.voice, .inbound), .ivr(abandoned: false), .answer, .ask(.address), .exchange(6),
        .openCase, .assign, .end,
      ]
    default:
      stages = [
        .begin(.socialPublic, .inbound), .post, .end, .wait(20...300, office: true),
        .begin(.socialDirect, .inbound), .exchange(5), .ask(.address), .openCase, .assign, .end,
      ]
    }
    stages += [.wait(300...2_500, office: true)]
    switch world.random.below(4) {
    case 0, 1:
      stages += [.begin(.email, .inbound), .exchange(5), .end]
    case 2:
      stages += [.begin(.chat, .inbound), .answer, .ask(.address), .exchange(7), .end]
    default:
      stages += [
        .begin(.voice, .inbound), .ivr(abandoned: false), .answer, .ask(.address), .exchange(6),
        .end,
      ]
    }
    stages += [
      .wait(100...1_500, office: true),
      .begin(.sms, .outbound), .updates(3), .resolve, .updates(1), .end,
      .wait(600...3_000, office: false), .close,
    ]
    return Script(service: service(.publicWorks, &world), stages: stages)
  }

  /// An application lacks a document; a call back is promised and kept, missed or in vain; letters.
  static func application(_ world: inout World) -> Script {
    var stages: [Stage] = arriving(&world)
    switch world.random.below(10) {
    case 0..<3: stages += [.wait(0...5, office: true), .begin(.inPerson, .inbound), .answer]
    case 3..<5:
      stages += [
        .wait(0...5, office: true), .begin(.inPerson, .inbound), .answer, .helper,
      ]
    case 5..<6: stages += [.begin(.video, .inbound), .answer]
    default: stages += [.begin(.voice, .inbound), .ivr(abandoned: false), .answer]
    }
    stages += [
      .ask(.name), .ask(.birthDate), .exchange(6), .openCase, .assign, .pend, .promiseCallback,
      .end,
    ]
    let reached: [Stage] = [
      .begin(.callback, .outbound), .answer, .callback(.reached), .exchange(6), .end,
    ]
    if world.random.chance(world.options.missedCallbacks) {
      stages += [
        .callback(.forgotten), .wait(200...1_500, office: true), .begin(.voice, .inbound),
        .ivr(abandoned: false), .answer, .ask(.name), .exchange(6), .escalate,
        .end,
      ]
    } else {
      stages += [.waitForCallback]
      if world.random.chance(250) {
        stages += [.begin(.callback, .outbound), .callback(.noAnswer), .end]
        stages += [.wait(60...400, office: true)]
      }
      stages += reached
    }
    stages += [.wait(500...3_000, office: true)]
    if world.random.chance(600) {
      stages += [.begin(.mail, .inbound), .exchange(1), .ask(.householdSize), .end]
    } else {
      stages += [.begin(.email, .inbound), .exchange(2), .ask(.householdSize), .end]
    }
    stages += [
      .wait(500...3_000, office: true),
      .resolve, .begin(.mail, .outbound), .exchange(1), .end,
      .wait(1_000...3_000, office: false), .close,
    ]
    return Script(service: service(.humanServices, &world), stages: stages)
  }

  /// A ticket is disputed by e-mail and complained about in public.
  static func dispute(_ world: inout World) -> Script {
    var stages: [Stage] = [
      .begin(.email, .inbound), .exchange(1), .openCase, .assign, .exchange(3), .ask(.licensePlate),
      .exchange(2), .end,
      .wait(600...3_000, office: false),
      .begin(.socialPublic, .inbound), .post, .end,
    ]
    if world.random.chance(500) {
      stages += [
        .wait(5...90, office: true),
        .begin(.socialDirect, .inbound), .exchange(5), .ask(.licensePlate), .end,
      ]
    }
    stages += [
      .wait(600...4_000, office: true),
      .resolve, .begin(.email, .outbound), .exchange(2), .survey, .end,
      .wait(600...2_000, office: false), .close,
    ]
    return Script(service: service(.parking, &world), stages: stages)
  }

  /// Given up in the telephone menu, called again, sent on, answered by e-mail.
  static func permitQuestion(_ world: inout World) -> Script {
    var stages: [Stage] = []
    if world.random.chance(400) {
      stages = [
        .begin(.ivr, .inbound), .ivr(abandoned: true), .end, .wait(10...600, office: true),
      ]
    }
    stages += [
      .begin(.voice, .inbound), .ivr(abandoned: false), .answer, .ask(.name), .ask(.address),
      .exchange(7), .openCase, .assign,
    ]
    if world.random.chance(300) {
      let kind: Stage.TransferKind = world.random.chance(400) ? .blind : .consult
      stages += [
        .transfer(kind, to: City.Place.publicWorks.rawValue, channel: .voice), .answer, .ask(.name),
        .exchange(6),
      ]
    }
    stages += [.end, .wait(400...2_500, office: true)]
    if world.random.chance(150) {
      stages += [.begin(.video, .inbound), .answer, .ask(.address), .exchange(7), .end]
    } else {
      stages += [.begin(.email, .inbound), .exchange(4), .end]
    }
    stages += [
      .wait(200...2_000, office: true), .resolve,
      .wait(600...3_000, office: false), .close,
    ]
    return Script(service: service(.permits, &world), stages: stages)
  }

  /// One conversation, and it is done.
  static func firstContact(_ world: inout World) -> Script {
    let channel = world.random.pick([Channel.chat, .voice, .inPerson, .email])
    // The button for the chat is there at any hour.
    let before: [Stage] =
      switch channel {
      case .chat: []
      case .inPerson: [.wait(0...5, office: true)]
      default: arriving(&world)
      }
    return Script(
      service: service(.records, &world),
      stages: before + [
        .begin(channel, .inbound)
      ] + received(channel) + [
        .ask(.name), .exchange(channel == .email ? 1 : 7), .openCase, .assign, .exchange(3),
        .resolve, .survey, .end, .wait(600...2_000, office: false), .close,
      ])
  }

  /// A call about a bill to the wrong department, sent on to the right one, with a written answer.
  static func billByPhone(_ world: inout World) -> Script {
    var stages = arriving(&world)
    stages += [
      .begin(.voice, .inbound), .ivr(abandoned: false), .answer, .ask(.name), .exchange(4),
      .transfer(
        world.random.chance(800) ? .warm : .department, to: City.Place.utilityBilling.rawValue,
        channel: .voice), .answer,
      .ask(.name), .ask(.accountNumber), .exchange(6), .openCase, .assign, .end,
      .wait(300...2_000, office: true),
      .begin(.email, .inbound), .exchange(4), .ask(.accountNumber), .end,
      .wait(300...3_000, office: true),
      .resolve, .begin(.email, .outbound), .exchange(1), .survey, .end,
      .wait(600...3_000, office: false), .close,
    ]
    let elsewhere = world.random.pick([City.Place.records, .humanServices, .permits])
    return Script(
      service: service(.utilityBilling, &world), entrance: elsewhere.rawValue, stages: stages)
  }

  /// A kiosk in the lobby, with help or without; an e-mail asks for what was forgotten.
  static func visit(_ world: inout World) -> Script {
    let helped = world.random.chance(450)
    return Script(
      service: service(world.random.chance(500) ? .permits : .records, &world),
      stages: [
        .wait(0...30, office: true),
        .begin(.kiosk, .inbound), .kiosk(helped: helped), .ask(.name), .openCase, .assign, .end,
        .wait(200...2_000, office: true),
        .begin(.email, .outbound), .exchange(4), .end,
        .wait(200...2_000, office: true),
        .begin(.sms, .outbound), .updates(2), .resolve, .survey, .end,
        .wait(600...2_000, office: false), .close,
      ])
  }

  /// The city reminds; some ask the assistant what it means.
  static func reminder(_ world: inout World) -> Script {
    var stages: [Stage] = [
      .wait(0...60, office: true), .begin(.outreach, .outbound), .outreach(.reminder), .end,
    ]
    if world.random.chance(250) {
      stages += [
        .wait(5...300, office: false), .begin(.virtualAssistant, .inbound),
        .assistant(contained: true), .end,
      ]
    }
    if world.random.chance(350) {
      stages += [
        .wait(600...3_000, office: true), .begin(.outreach, .outbound), .outreach(.reminder), .end,
        .wait(600...3_000, office: true), .begin(.outreach, .outbound), .outreach(.reminder), .end,
      ]
    }
    return Script(service: service(.utilityBilling, &world), stages: stages)
  }

  /// The assistant is enough; there is no case.
  static func contained(_ world: inout World) -> Script {
    let department = world.random.pick(world.city.servicesByDepartment)
    return Script(
      service: world.random.pick(department),
      stages: [.begin(.virtualAssistant, .inbound), .assistant(contained: true), .end])
  }

  /// A payment as it should be; there is no case.
  static func paidOnline(_ world: inout World) -> Script {
    Script(
      service: world.city.service("water_bill"),
      stages: [.begin(.selfService, .inbound), .selfService(.paid), .end])
  }

  /// A notice that a law asks for, to many on one day; a third of them ask.
  static func incident(_ world: inout World) -> Script {
    var stages: [Stage] = [.begin(.outreach, .outbound), .outreach(.breachNotice), .end]
    if world.random.chance(350) {
      stages += [.wait(5...400, office: true)]
      switch world.random.below(3) {
      case 0: stages += [.begin(.voice, .inbound), .ivr(abandoned: false), .answer]
      case 1: stages += [.begin(.chat, .inbound), .answer]
      default: stages += [.begin(.email, .inbound)] + received(.email)
      }
      stages += [
        .ask(.accountNumber), .exchange(6), .openCase, .assign, .end,
        .wait(300...3_000, office: true), .resolve, .begin(.email, .outbound), .exchange(1), .end,
        .wait(600...2_000, office: false), .close,
      ]
    }
    return Script(service: world.city.service(Service.breach), stages: stages)
  }
}
