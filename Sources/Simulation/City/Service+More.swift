extension Service {
  /// The service that only an incident brings about.
  static let breach = "data_breach"

  /// What came later to the city's list.
  static let moreServices: [Service] = [
    Service(
      "fallen_tree", issue: "tree-hazard", .publicWorks, desk: 1, priority: "high", dueHours: 48,
      facts: [.name, .address, .phone],
      english: ServiceText(
        title: "Fallen or dangerous tree",
        problems: [
          "A %A tree came down %L, it blocks half of %s.",
          "The maple in front of %a is dead and drops branches on the %O.",
          "Roots have lifted the sidewalk on %s, my %R %V.",
          "A branch hangs in the wires %L.",
        ],
        details: [
          "It cracked %W, you could hear it in all of %N.",
          "A %K is stuck behind it.",
          "The trunk is %q feet thick and %A inside.",
        ],
        answers: [
          "The arborist looks at %s on %d; until then the crew puts up cones.",
          "The power company has to cut the line first, then our crew takes the tree.",
          "Trees on private ground are the owner's, but I can send a list of licensed arborists.",
        ],
        resolutions: [
          "The tree on %s was cut up and carried away, the stump is ground on %d.",
          "Three branches were pruned and the %O was cleared.",
        ]),
      spanish: ServiceText(
        title: "Árbol caído",
        problems: [
          "Se cayó un árbol %L y tapa la mitad de %s.",
          "Las raíces levantaron la banqueta en %s y mi %R %V.",
        ],
        details: ["Tronó %W, se oyó en todo %N.", "Un %K no puede pasar."],
        answers: ["El arborista va a revisar %s el %d; mientras ponemos conos."],
        resolutions: ["Se retiró el árbol de %s y se podaron las ramas."])),
    Service(
      "graffiti", issue: "graffiti", .publicWorks, dueHours: 168, facts: [.name, .address],
      english: ServiceText(
        title: "Graffiti removal",
        problems: [
          "Somebody sprayed %A paint on the %O %L.",
          "The underpass on %s is covered with graffiti again.",
          "There is a swastika on the wall of %B, please take it off today.",
        ],
        details: [
          "It appeared %W.", "The paint is %A and about %q feet wide.",
          "My %R saw two people with a %K.",
        ],
        answers: [
          "The crew paints over it by %d; hateful words are done within a day.",
          "On private walls we need the owner's consent, the form is at %B.",
        ],
        resolutions: ["The wall on %s was cleaned and sealed.", "The %O was painted over on %d."]),
      spanish: ServiceText(
        title: "Grafiti",
        problems: ["Pintaron el %O %L.", "El paso debajo de %s está lleno de grafiti otra vez."],
        details: ["Apareció %W.", "Mi %R vio a dos personas en un %K."],
        answers: ["La cuadrilla lo cubre antes del %d."],
        resolutions: ["Se limpió el muro de %s."])),
    Service(
      "water_leak", issue: "water-leak", .utilityBilling, priority: "high", dueHours: 24,
      facts: [.name, .address, .accountNumber],
      english: ServiceText(
        title: "Water leak or no water",
        problems: [
          "Water is bubbling up from the street %L.",
          "We have no water at %a %W.",
          "The water at %a is %A and smells.",
          "The meter box in front of %a is full of water.",
        ],
        details: [
          "It runs down %s and freezes at night.", "The basement has %q inches of it now.",
          "My %R turned off the valve, it did not help.",
        ],
        answers: [
          "A crew is on the way, the main on %s will be shut for %q hours.",
          "Please run the cold tap for %m minutes; brown water after flushing is harmless.",
          "The leak is on the house side of the meter, a plumber has to fix that.",
        ],
        resolutions: [
          "The main on %s was repaired on %d and the street patched.",
          "The meter at %a was replaced and the bill corrected by $%x.",
        ]),
      spanish: ServiceText(
        title: "Fuga de agua",
        problems: [
          "Sale agua de la calle %L.", "No tenemos agua en %a %W.", "El agua en %a sale %A.",
        ],
        details: ["Corre por %s y se congela en la noche.", "Mi %R cerró la llave y no sirvió."],
        answers: [
          "Una cuadrilla va en camino, cerramos la tubería de %s por %q horas.",
          "La fuga está del lado de la casa, la tiene que arreglar un plomero.",
        ],
        resolutions: ["Se reparó la tubería en %s el %d."])),
    Service(
      "business_license", issue: "business-license", .permits, dueHours: 240,
      facts: [.name, .address, .email],
      english: ServiceText(
        title: "Business license",
        problems: [
          "I want to open a shop like %B on %s, which license do I need?",
          "The renewal of my license asks for a %D that I do not have.",
          "My food truck permit was denied because of the %O.",
        ],
        details: [
          "The lease on %s starts on %j.", "The health inspector was here %W.",
          "The fee schedule says $%x, the form says $%x.",
        ],
        answers: [
          "You need a zoning clearance first, then the fire inspection.",
          "The %D can be sent later, the license is provisional until %j.",
        ],
        resolutions: [
          "License %r was issued for %s.", "The fee was corrected to $%x and the license renewed.",
        ]),
      spanish: ServiceText(
        title: "Licencia de negocio",
        problems: [
          "Quiero abrir un negocio como %B en %s, ¿qué licencia necesito?",
          "Para renovar la licencia me piden un %D que no tengo.",
        ],
        details: ["El contrato de %s empieza el %j.", "El inspector vino %W."],
        answers: ["Primero necesita el permiso de uso de suelo y luego la inspección."],
        resolutions: ["Se emitió la licencia %r para %s."])),
    Service(
      "child_care", issue: "child-care-aid", .humanServices, priority: "high", dueHours: 336,
      facts: [.name, .birthDate, .householdSize, .phone],
      english: ServiceText(
        title: "Child care assistance",
        problems: [
          "I start work on %j and need help with paying the daycare.",
          "My voucher for %B was cut off without a %D.",
          "How long is the waiting list for child care assistance?",
        ],
        details: [
          "We are %f people and my %R works nights.", "The daycare wants $%x a week by %d.",
          "I sent the %D and the %D already.",
        ],
        answers: [
          "The voucher is paid from the day the %D arrives.",
          "You are number %h on the list; single parents who work go first.",
        ],
        resolutions: [
          "The voucher was approved from %j on, the daycare has been told.",
          "The case was moved to the state program, they write by %d.",
        ]),
      spanish: ServiceText(
        title: "Ayuda para guardería",
        problems: [
          "Empiezo a trabajar el %j y necesito ayuda para pagar la guardería.",
          "Me quitaron el vale de %B sin ningún %D.",
        ],
        details: ["Somos %f y mi %R trabaja de noche.", "Ya mandé el %D."],
        answers: ["El vale se paga desde que llega el %D."],
        resolutions: ["Se aprobó el vale desde el %j."])),
    Service(
      "abandoned_vehicle", issue: "abandoned-vehicle", .parking, dueHours: 120,
      facts: [.name, .address],
      english: ServiceText(
        title: "Abandoned vehicle",
        problems: [
          "A %A %K without plates has been on %s %W.",
          "Somebody lives in a %A %K %L.",
          "A %K blocks the driveway of %a.",
        ],
        details: [
          "The tires are flat and there is a %O inside.", "The plate is %b, I think.",
          "My %R wrote a note, nobody came.",
        ],
        answers: [
          "An officer marks it today, after 72 hours it can be towed.",
          "The owner is registered in %N and gets a notice.",
        ],
        resolutions: ["The %K was towed from %s on %d.", "The owner moved it after the notice."]),
      spanish: ServiceText(
        title: "Vehículo abandonado",
        problems: ["Hay un %K sin placas en %s %W.", "Un %K tapa la entrada de %a."],
        details: ["Tiene las llantas ponchadas.", "Creo que la placa es %b."],
        answers: ["Un oficial lo marca hoy y en 72 horas se puede remolcar."],
        resolutions: ["La grúa se llevó el %K de %s el %d."])),
    Service(
      breach, issue: "data-breach", .records, priority: "high", dueHours: 72,
      facts: [.name, .accountNumber, .address],
      english: ServiceText(
        title: "Question about the breach notice",
        problems: [
          "I got your letter about the data breach. Was my account %k in it?",
          "Your notice says that somebody saw my data. What exactly was taken?",
          "How do I sign up for the free credit monitoring?",
          "Is the breach notice real or is it a scam?",
        ],
        details: [
          "I am %F, somebody opened an account at the bank in my name %W.",
          "The enrollment code %r does not work.", "My %R got the same letter.",
          "Should I change the password and the bank account now?",
        ],
        answers: [
          "The notice is genuine. Your name, address and account number were in the file.",
          "No passwords and no bank accounts were in it.",
          "The new enrollment code is %r, it is valid until %j.",
          "We have put a watch on %k, nothing was changed.",
        ],
        resolutions: [
          "Enrolled in credit monitoring with code %r.",
          "The account %k has a fraud alert, the resident has the letter of the police.",
        ]),
      spanish: ServiceText(
        title: "Pregunta sobre el aviso de datos",
        problems: [
          "Me llegó su carta sobre los datos. ¿Estaba mi cuenta %k?",
          "El aviso dice que alguien vio mis datos. ¿Qué se llevaron exactamente?",
          "¿El aviso es de verdad o es un fraude?",
        ],
        details: ["Estoy %F.", "El código %r no funciona.", "A mi %R le llegó la misma carta."],
        answers: [
          "El aviso es auténtico. En el archivo estaban su nombre, dirección y cuenta.",
          "El código nuevo es %r, vale hasta el %j.",
        ],
        resolutions: ["Inscrito en el monitoreo con el código %r."])),
  ]
}
