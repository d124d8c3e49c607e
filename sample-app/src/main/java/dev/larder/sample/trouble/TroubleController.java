// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.trouble;

import jakarta.validation.Valid;
import javax.sql.DataSource;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("trouble")
class TroubleController {

    private final TroubledDataSource database;

    TroubleController(DataSource database) {
        this.database = (TroubledDataSource) database;
    }

    @PutMapping("/trouble")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void have(@RequestBody @Valid Trouble trouble) {
        database.have(trouble);
    }
}
