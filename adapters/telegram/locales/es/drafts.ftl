drafts = { $count ->
    [0] 📝 <b>Tus borradores</b>
    
        No tienes ninguno. Exporta tu historia desde Inky como JSON y mándame el archivo: lo reviso y lo lees tú antes que nadie.
   *[other] 📝 <b>Tus borradores</b>
    
        Solo los ves tú, y en ellos no se gasta ni se gana ningún besito. Un archivo con el mismo nombre toma el lugar del anterior.
}
draft-kind = 📝 Puedo leer historias: el .json que exporta Inky, o el .ink.
draft-name = 📝 Ese nombre no me dice qué historia es. Llámalo <b>faro.es.json</b> o <b>faro.en.json</b>: el id de la historia (minúsculas sin acento, cifras y _), el idioma (es o en), y .json o .ink.
draft-too-large = 📝 Ese archivo es demasiado grande: caben { $most } MB.
draft-not-fetched = 📝 No pude traer el archivo de Telegram. Mándalo otra vez en un momento.
draft-checking = 📝 Leo <b>{ $name }</b> de principio a fin, por todos sus caminos. Dame unos segundos…
draft-taken = ✅ <b>{ $name }</b> está en orden: pasé por { $seen } de { $whole } nudos. Ya puedes leerlo tú; nadie más lo ve.
draft-refused = 🔧 <b>{ $name }</b> todavía no se puede leer:
draft-problem = ❌ { $what }
draft-note = 💡 { $what }
draft-more = … y { $count } más.
draft-gone = 📝 Ese borrador ya no está. Mándame el archivo otra vez.
draft-broken = 🔧 El borrador se rompió en <b>{ $place }</b>: { $reason }
draft-standing = <i>📝 { $name } · { $place } · { $besitos } 💋 de mentira · { $seen } de { $whole } nudos</i>
draft-choice = <b>{ $number }.</b> { $text }{ $cost ->
    [0] {""}
   *[other] {" · "}<b>{ $cost } 💋</b>
}{ $affordable ->
    [no] {" "}<i>(no alcanza)</i>
   *[yes] {""}
}{ $gates ->
    [none] {""}
   *[other] {" "}🔓 <i>({ $gates })</i>
}
button-draft-read = 📖 Leer el borrador
button-draft-kept = 📖 La página anterior
button-draft-again = 🔁 Desde el principio
button-drafts = 📝 Borradores
