extension Phrases {
  static func spanish(_ book: inout PhraseBook) -> Phrases {
    Phrases(
      greetings: book.addLines(
        """
        Hola,
        Buenos días.
        Buenas tardes, soy %n.
        Estimados señores:
        Qué tal, habla %n.
        Buenas noches.
        Me llamo %n y vivo en %a.
        """),
      closings: book.addLines(
        """
        ¿Me pueden ayudar?
        Gracias, %g
        Me pueden llamar al %p.
        Por favor avísenme qué sigue.
        Saludos, %n
        Quedo en espera de su respuesta. %n, %a
        De antemano gracias.
        """),
      thanks: book.addLines(
        """
        Muchas gracias, me ayuda mucho.
        Está bien, entonces espero.
        Gracias. Por favor anótelo para no tener que explicarlo otra vez.
        Gracias, %w, muy amable.
        Eso es todo, gracias.
        Perfecto. Que tenga buen día.
        Bueno, entonces le digo a mi %R.
        """),
      followUps: book.addLines(
        """
        ¿Hay noticias sobre %c?
        Me dijeron que antes del %d, pero no llegó nada.
        Escribo otra vez por %c porque nadie me llamó.
        Ya pasaron %q días desde que pregunté por %c.
        """),
      probeAnswers: book.addLines(
        """
        Está %L.
        Empezó %W.
        No, solo el %O.
        Sí, mi %R también lo vio.
        Creo que fue el %j, como a las %t.
        El %O está %A, mide como %q pies.
        El %D dice %r.
        Somos %f en la casa.
        Entre %s y %o.
        No sé, me lo dijo un %J.
        Departamento %u, %a.
        """),
      deskAnswers: book.addLines(
        """
        El %D dice %r.
        No, solo tengo el %D.
        Desde el %j, creo.
        Me lo dijo un %J %W.
        El %D es del %j.
        Somos %f en la casa y mi %R no gana nada.
        La cuenta es %k.
        Departamento %u, %a, código postal %z.
        Lo mandé el %d y mi %R %Y.
        $%x, y antes eran $%x.
        Sí, aquí tengo el %D y el %D.
        """),
      reactions: book.addLines(
        """
        %H ¿y cuánto tarda eso?
        ¿Necesito el %D para eso?
        %H mi %R me dijo otra cosa.
        Ya veo. ¿Alguien me va a llamar?
        ¿Y qué pasa con el %D?
        %H le puedo mandar una foto del %D.
        ¿Entonces voy el %d?
        %H ya lo apunté: %r.
        """),
      extras: book.addLines("%X\n%X %X\n%X"),
      deskExtras: book.addLines("%Z\n%Z %Z\n%Z"),
      callReasons: book.addLines(
        """
        Es sobre esto:
        Sí, hola.
        Una persona, por favor.
        ¿Bueno?
        Ya llamé antes.
        Tengo una pregunta.
        """),
      voicemails: book.addLines(
        """
        Hola, habla %n, mi número es %p. Por favor llámenme.
        Llamo después del trabajo porque antes no puedo. Mi número es %p.
        Este mensaje es para el %J. %n, %p.
        """),
      surveyComments: book.addLines(
        """
        Tuve que explicar todo dos veces.
        Tardó demasiado, pero la última persona fue excelente.
        Me pidieron la dirección tres veces.
        %m minutos de espera por un %D. %X
        Nadie leyó lo que ya había escrito. Estoy %F.
        """),
      goodComments: book.addLines(
        """
        Amables y rápidos, gracias.
        %w ya sabía lo que le dije al asistente.
        Me lo resolvieron en una llamada.
        El %J llegó cuando dijo y fue muy amable.
        """),
      socialTags: book.addLines(
        """
        #PortAlder
        ¿A alguien más le pasa en %N?
        ¡Arréglenlo por favor!
        @CityOfPortAlder
        """),
      socialEchoes: book.addLines(
        """
        Igual aquí en %N.
        ¡Mi %R %V por eso!
        Así está %W.
        """),
      liveGreetings: book.addLines(
        """
        Hola %g, gracias por comunicarse con la ciudad de Port Alder, soy %w.
        Buenos días, %g, habla %w.
        Gracias por esperar, soy %w. ¿En qué le ayudo?
        """),
      knownGreetings: book.addLines(
        """
        Hola, tengo su caso %c en la pantalla.
        Buenos días, %g, soy %w. ¿Es sobre %c?
        """),
      writtenGreetings: book.addLines(
        """
        Hola %g, gracias por escribir a la ciudad de Port Alder.
        Buenos días, %g.
        Le escribo sobre %c.
        """),
      empathy: book.addLines(
        """
        Lo siento mucho.
        Entiendo que esté %F.
        Eso no debió pasar.
        Gracias por avisarnos.
        Déjeme ver.
        Un momento, por favor.
        """),
      probes: book.addLines(
        """
        ¿Desde cuándo está así?
        ¿Me puede decir dónde exactamente?
        ¿Alguien se lastimó?
        ¿Tiene el %D a la mano?
        ¿Quién se lo dijo, un %J?
        ¿Es el %O o es otra cosa?
        ¿Habló con alguien antes?
        ¿Tiene algún número?
        """),
      deskProbes: book.addLines(
        """
        ¿Tiene el %D a la mano?
        ¿Qué dice arriba del %D?
        ¿Cuándo mandó el %D?
        ¿Quién se lo dijo, un %J?
        ¿Habló con alguien antes?
        ¿Cuántas personas viven con usted?
        ¿La dirección sigue siendo la misma?
        """),
      explanations: book.addLines(
        """
        Lo estoy anotando para que nadie se lo pregunte otra vez.
        Lo va a ver un %J antes del %d.
        Le llegará un mensaje con el número %r.
        No tiene costo.
        El %D no hace falta, aquí lo veo.
        Normalmente tarda %q días hábiles.
        También lo puede hacer en la oficina de %N.
        La cita es el %d a las %t.
        """),
      liveClosings: book.addLines(
        """
        ¿Hay algo más en que pueda ayudar?
        Que tenga buen día, %g.
        Gracias por llamar a la ciudad.
        De nada.
        """),
      agentClosings: book.addLines(
        """
        ¿Hay algo más en que podamos ayudar?
        Le avisaremos con el número %c.
        Disculpe la molestia.
        Saludos, %w, ciudad de Port Alder
        """),
      firstUpdates: book.addLines(
        """
        Port Alder: recibimos su solicitud %c.
        Port Alder: %c está previsto para el %d. Responda ALTO para no recibir más.
        """),
      updates: book.addLines(
        """
        Port Alder: un %J estará en %s el %j a las %t.
        Port Alder: %c necesita %q días más.
        """),
      doneUpdates: book.addLines(
        """
        Port Alder: el trabajo de %c está terminado. ¿Cómo lo hicimos?
        Port Alder: %c está cerrado. Gracias por avisarnos.
        """),
      publicReplies: book.addLines(
        """
        Gracias por avisarnos. Por favor escríbanos por mensaje privado para atender su caso.
        Lo sentimos. Ya lo pasamos al departamento y le contestamos en privado.
        """),
      closedNotices: book.addLines(
        """
        La oficina está cerrada. Deje un mensaje y le llamamos.
        A esta hora no hay nadie; contestamos en cuanto abramos. Guardamos su lugar.
        """),
      assistantGreetings: book.addLines(
        """
        Soy Alder, el asistente de la ciudad. ¿En qué puedo ayudarle?
        Hola, soy Alder, un asistente automático. Dígame en pocas palabras de qué se trata.
        """),
      assistantTurns: book.addLines(
        """
        Entiendo. ¿Es sobre %s o sobre otra calle?
        El saldo está en Mi Cuenta, Pagos.
        La oficina de %N abre hasta las cinco.
        Puede solicitarlo con un %D; aquí está el enlace.
        Normalmente tarda %q días hábiles.
        Veo una solicitud abierta, la tiene un %J.
        """),
      assistantMisses: book.addLines(
        """
        No estoy seguro de haber entendido. ¿Me lo dice con otras palabras?
        No encontré esto en mis fuentes. ¿Le comunico con una persona?
        """),
      assistantEscalations: book.addLines(
        """
        Le comunico con una persona y le paso lo que me dijo.
        Un compañero le atiende ahora; no tiene que repetir nada.
        """),
      chatOffers: book.addLines(
        """
        Parece que el pago no pasó. ¿Quiere hablar con alguien por chat?
        ¿Problemas para pagar? Una persona le puede ayudar ahora.
        """),
      reminders: book.addLines(
        """
        Port Alder: su %D vence el %j. Renuévelo en línea. Responda ALTO para no recibir más.
        Port Alder: el recibo de %a, $%x, vence el %d. Responda ALTO para no recibir más.
        Port Alder: limpieza de %s el %d, mueva su coche. Responda ALTO para no recibir más.
        Port Alder: su cita con el %J es el %j a las %t. Responda ALTO para no recibir más.
        """),
      breachNotices: book.addLines(
        """
        Estimado %n: un archivo con nombres, direcciones y números de cuenta, también los suyos, fue visto \
        por una persona no autorizada. Llámenos o escriba al chat; el monitoreo de crédito es gratis.
        """),
      stops: book.addLines("ALTO\nAlto\nYa no me manden mensajes\nSTOP"),
      noteOpenings: book.addLines("Dice:\nReporta:"),
      noteClosings: book.addLines("Se le dijo:\nSe le explicó:"),
      helperNotes: book.addLines("Se le ayudó en la pantalla con el %D."),
      handoffReasons: book.addLines("No es nuestro, el %D se emite allá."),
      handoffExpectations: book.addLines("Revisar el %D y dar fecha."),
      resolutionWords: book.addLines("Hecho el %d por un %J."))
  }
}
